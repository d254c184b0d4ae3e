@echo off
rem What run.bat and test.bat share: setup.bat LOCK [LOCK contained in it] makes .venv ready for the first lock file.
setlocal
set "ROOT=%~dp0.."
set "VENV=%ROOT%\.venv"
set "PY=%VENV%\Scripts\python.exe"

rem Ready: the environment's Python still runs, and it was made from this very lock file.
"%PY%" -c "" >nul 2>&1 && fc /b "%ROOT%\%~1" "%VENV%\ready-%~1" >nul 2>&1 && exit /b 0

set "FITS=import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))"
"%PY%" -c "%FITS%" >nul 2>&1 && goto install
set "BASE="
for %%P in ("py -3.13" "py -3.12" "py -3.11" "py -3.14" "python") do (
    if not defined BASE %%~P -c "%FITS%" >nul 2>&1 && set "BASE=%%~P"
)
if not defined BASE (
    echo 没有找到 Python 3.11 或更新的版本，请先从 python.org 安装 64 位版本。
    exit /b 1
)
if exist "%VENV%" rmdir /s /q "%VENV%"
%BASE% -m venv "%VENV%" || exit /b 1

:install
echo 正在安装运行所需的组件，首次约需几分钟，需要联网……
rem An interrupted installation is done again.
del /q "%VENV%\ready-*" >nul 2>&1
"%PY%" -m pip install -qq --disable-pip-version-check --no-input --only-binary :all: --require-hashes -r "%ROOT%\%~1"
if errorlevel 1 (
    echo 组件没有装好，请检查网络后再运行一次。
    exit /b 1
)
for %%L in (%*) do copy /y "%ROOT%\%%~L" "%VENV%\ready-%%~L" >nul
exit /b 0
