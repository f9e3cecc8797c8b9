@echo off
powershell.exe -NoProfile -ExecutionPolicy Bypass -File "%~dp0cap-nhat.ps1" %*
pause
