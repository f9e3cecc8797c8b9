@echo off
powershell.exe -NoProfile -ExecutionPolicy Bypass -File "%~dp0cai-dat.ps1" %*
pause
