@echo off
powershell.exe -NoProfile -ExecutionPolicy Bypass -File "%~dp0go-bo.ps1" %*
pause
