@echo off
rem Checks everything: format, lint, types, tests. Further arguments go to pytest.
setlocal
chcp 65001 >nul
set "PYTHONUTF8=1"
call "%~dp0scripts\setup.bat" requirements-dev.lock requirements.lock || exit /b 1
cd /d "%~dp0"
set "PY=%~dp0.venv\Scripts\python.exe"
set "QT_QPA_PLATFORM=offscreen"
set "FAILED="
"%PY%" -m ruff format --check . || set "FAILED=%FAILED% format"
"%PY%" -m ruff check . || set "FAILED=%FAILED% lint"
"%PY%" -m mypy || set "FAILED=%FAILED% types"
if defined FAILED echo FAILED before the tests:%FAILED%
if "%~1"=="" (set "ARGS=--numprocesses auto") else set "ARGS=%*"
"%PY%" -m pytest -q %ARGS%
set "RESULT=%ERRORLEVEL%"
if defined FAILED exit /b 1
exit /b %RESULT%
