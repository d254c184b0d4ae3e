@echo off
rem Starts the program: run.bat opens the window, run.bat COMMAND ... works without one. Installs first what is missing.
setlocal
chcp 65001 >nul
set "PYTHONUTF8=1"
call "%~dp0scripts\setup.bat" requirements.lock || exit /b 1
"%~dp0.venv\Scripts\python.exe" "%~dp0main.py" %*
exit /b %ERRORLEVEL%
