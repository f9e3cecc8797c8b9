# Cài hệ thống thành chương trình tự chạy khi bật máy. Hướng dẫn từng bước: deploy\CAI-DAT-WINDOWS.md
# Chạy lại được: giữ nguyên dữ liệu và thiết lập đã có.
param(
    [int]$Port = 8000,
    # Chỉ mở trên máy này (khi có Caddy phía trước): -OnlyThisComputer
    [switch]$OnlyThisComputer,
    # Nơi thứ hai giữ bản sao lưu, ví dụ ổ USB: -BackupCopy E:\sao-luu
    [string]$BackupCopy = ''
)
. (Join-Path $PSScriptRoot 'common.ps1')
Assert-Administrator

if ($BackupCopy -and $BackupCopy -notmatch '^[A-Za-z]:\\') {
    Stop-WithAdvice "Nơi sao lưu thứ hai chưa đúng: $BackupCopy" 'Ghi một thư mục trên ổ gắn vào máy này, ví dụ E:\sao-luu; thư mục chia sẻ của máy khác không ghi được.'
}

# 1. Python: từ 3.11, 64 bit, cài cho mọi người dùng.
try {
    $found = & py.exe -3 -c 'import struct, sys; print(sys.version_info >= (3, 11) and struct.calcsize(chr(80)) == 8, sys.base_prefix, sep=chr(10))'
} catch {
    $found = @()
}
if ($found.Count -lt 2 -or $found[0] -ne 'True') {
    Stop-WithAdvice 'Chưa có Python 64 bit từ bản 3.11.' 'Làm bước 1 của CAI-DAT-WINDOWS.md, rồi chạy lại.'
}
if ($found[1].StartsWith("$env:SystemDrive\Users\", [StringComparison]::OrdinalIgnoreCase)) {
    Stop-WithAdvice "Python nằm trong thư mục riêng của một người ($($found[1]))." 'Gỡ Python, cài lại và đánh dấu “Install Python for all users”.'
}
Write-Done "Có Python ở $($found[1])."

# 2. Chương trình và thư mục dữ liệu.
Stop-Program
# Người khác dùng máy này không đọc được dữ liệu, không thay được tệp chương trình.
Protect-Folder $Root 'RX'
Protect-Folder $Data 'M'
Protect-Folder (Join-Path $Data 'sao-luu') 'M'
if (-not (Test-Path (Join-Path $Program 'Scripts\python.exe'))) {
    Invoke-Checked 'Kiểm tra ổ C: còn chỗ trống không.' 'py.exe' @('-3', '-m', 'venv', $Program)
}
Install-Program
Write-Done "Đã cài chương trình vào $Program."

# 3. Thiết lập: tệp .env, giữ nguyên nếu đã có. Không có dấu đầu tệp (BOM), nếu có thì dòng đầu không đọc được.
$settings = Join-Path $Data '.env'
$server = $env:COMPUTERNAME.ToLower()
if (-not (Test-Path $settings)) {
    $lines = @(
        "TRACKER_DATA_DIR=$Data",
        "TRACKER_BASE_URL=http://${server}:$Port",
        "TRACKER_BACKUP_DIR=$(Join-Path $Data 'sao-luu')"
    )
    if ($BackupCopy) { $lines += "TRACKER_BACKUP_COPY_DIR=$BackupCopy" }
    [IO.File]::WriteAllText($settings, ($lines -join "`r`n") + "`r`n", [Text.UTF8Encoding]::new($false))
    Write-Done "Đã ghi thiết lập vào $settings."
} else {
    # Chạy lại với cổng khác thì địa chỉ tự ghi lần trước đổi theo; địa chỉ do người sửa thì để nguyên.
    $before = [IO.File]::ReadAllText($settings)
    $own = '(?m)^TRACKER_BASE_URL=http://' + [regex]::Escape($server) + ':\d+(?=\s*$)'
    $after = [regex]::Replace($before, $own, "TRACKER_BASE_URL=http://${server}:$Port")
    if ($after -cne $before) {
        [IO.File]::WriteAllText($settings, $after, [Text.UTF8Encoding]::new($false))
        Write-Done "Đã đổi cổng trong $settings."
    }
}
if ($BackupCopy -and (Test-Path "$($BackupCopy.Substring(0, 2))\")) {
    New-Item -ItemType Directory -Force -Path $BackupCopy | Out-Null
    & icacls.exe $BackupCopy '/grant' "${LocalService}:(OI)(CI)M" '/Q'
}

# 4. Cơ sở dữ liệu và tài khoản quản trị đầu tiên.
# Tệp dấu còn đó đến khi có tài khoản: gõ hỏng mật khẩu rồi chạy lại thì được hỏi lại.
$unfinished = Join-Path $Data 'chua-co-quan-tri'
if (-not (Test-Path (Join-Path $Data 'tracker.sqlite3'))) {
    New-Item -ItemType File -Force -Path $unfinished | Out-Null
}
Invoke-Tracker @('init')
if (Test-Path $unfinished) {
    Write-Host 'Đặt mật khẩu tạm cho tài khoản quantri (ít nhất 10 ký tự; gõ không hiện chữ):'
    Invoke-Tracker @('create-user', 'quantri', '--name', 'Quản trị', '--role', 'administrator')
    Remove-Item $unfinished
}

# 5. Tệp mà Task Scheduler chạy. Nhật ký chạy quá 10 MB thì cất đi khi khởi động.
$address = if ($OnlyThisComputer) { '127.0.0.1' } else { '0.0.0.0' }
$runner = @"
@echo off
cd /d "$Data"
set PYTHONUTF8=1
set PYTHONUNBUFFERED=1
if exist tracker.log for %%F in (tracker.log) do if %%~zF GTR 10000000 move /y tracker.log tracker.log.cu >nul
"$Tracker" run --host $address --port $Port >> tracker.log 2>&1
"@
[IO.File]::WriteAllText((Join-Path $Data 'chay.cmd'), ($runner -replace "`r?`n", "`r`n") + "`r`n", [Text.Encoding]::ASCII)

# 6. Tự chạy khi bật máy, không cần ai đăng nhập, không cần mật khẩu; hỏng thì 5 phút sau tự chạy lại.
$action = New-ScheduledTaskAction -Execute (Join-Path $env:SystemRoot 'System32\cmd.exe') -Argument "/c `"$Data\chay.cmd`"" -WorkingDirectory $Data
$atStart = New-ScheduledTaskTrigger -AtStartup
$everyFiveMinutes = New-ScheduledTaskTrigger -Once -At (Get-Date) -RepetitionInterval (New-TimeSpan -Minutes 5)
$account = New-ScheduledTaskPrincipal -UserId 'LOCALSERVICE' -LogonType ServiceAccount
$rules = New-ScheduledTaskSettingsSet -MultipleInstances IgnoreNew -StartWhenAvailable `
    -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries -DontStopOnIdleEnd -Priority 4 -ExecutionTimeLimit ([TimeSpan]::Zero)
Register-ScheduledTask -Force -TaskName $TaskName -Action $action -Trigger @($atStart, $everyFiveMinutes) `
    -Principal $account -Settings $rules -Description 'Theo dõi nhiệm vụ phường, xã' | Out-Null
Write-Done 'Đã đặt tự chạy khi bật máy (Task Scheduler ▸ TheoDoiNhiemVu).'

# 7. Tường lửa: chỉ các máy trong cùng mạng cơ quan.
Remove-NetFirewallRule -DisplayName $RuleName -ErrorAction SilentlyContinue
if (-not $OnlyThisComputer) {
    New-NetFirewallRule -DisplayName $RuleName -Direction Inbound -Action Allow -Protocol TCP -LocalPort $Port `
        -Profile @('Domain', 'Private') -RemoteAddress LocalSubnet | Out-Null
    Write-Done "Tường lửa cho các máy trong mạng cơ quan vào cổng $Port."
    if (Get-NetConnectionProfile | Where-Object { $_.NetworkCategory -eq 'Public' }) {
        Write-Host '! Mạng của máy đang đặt là “Public”: máy khác chưa vào được. Xem bước 4 của CAI-DAT-WINDOWS.md.' -ForegroundColor Yellow
    }
}

Start-Program $Port
Write-Host ''
Write-Host "Trên máy này:        http://127.0.0.1:$Port"
if (-not $OnlyThisComputer) { Write-Host "Trên máy khác:       http://${server}:$Port" }
Write-Host 'Đăng nhập bằng tài khoản quantri và mật khẩu vừa đặt.'
