@echo off
powershell.exe -NoProfile -ExecutionPolicy Bypass -File "%~dp0sao-luu.ps1" %*
pause
