# Phần dùng chung của các tập lệnh trong thư mục này. Không chạy riêng.
$ErrorActionPreference = 'Stop'
[Console]::OutputEncoding = [Text.UTF8Encoding]::new($false)

$TaskName = 'TheoDoiNhiemVu'
$RuleName = 'TheoDoiNhiemVu'
$Root = 'C:\TheoDoiNhiemVu'
$Program = Join-Path $Root 'chuong-trinh'
$Data = Join-Path $Root 'du-lieu'
$Tracker = Join-Path $Program 'Scripts\tracker.exe'
$Project = (Resolve-Path (Join-Path $PSScriptRoot '..\..')).Path

# Tài khoản theo số hiệu: tên gọi khác nhau giữa các bản Windows.
$LocalService = '*S-1-5-19'
$System = '*S-1-5-18'
$Administrators = '*S-1-5-32-544'

function Stop-WithAdvice([string]$Problem, [string]$Advice) {
    Write-Host "✗ $Problem" -ForegroundColor Red
    Write-Host "  $Advice"
    exit 1
}

function Write-Done([string]$Sentence) {
    Write-Host "✓ $Sentence" -ForegroundColor Green
}

function Assert-Administrator {
    $me = [Security.Principal.WindowsPrincipal][Security.Principal.WindowsIdentity]::GetCurrent()
    if (-not $me.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)) {
        Stop-WithAdvice 'Cửa sổ này chưa có quyền quản trị.' 'Bấm chuột phải vào tệp .cmd, chọn “Run as administrator”.'
    }
}

# Chạy một chương trình; dừng lại khi nó báo hỏng.
function Invoke-Checked([string]$Advice, [string]$File, [string[]]$Arguments) {
    & $File @Arguments
    if ($LASTEXITCODE -ne 0) {
        Stop-WithAdvice "Lệnh hỏng (mã $LASTEXITCODE): $File $($Arguments -join ' ')" $Advice
    }
}

# Lệnh của hệ thống đọc tệp .env ở thư mục dữ liệu.
function Invoke-Tracker([string[]]$Arguments) {
    Push-Location $Data
    try {
        $env:PYTHONUTF8 = '1'
        Invoke-Checked 'Đọc dòng ngay phía trên: dòng ấy nói hỏng gì và phải làm gì.' $Tracker $Arguments
    } finally {
        Pop-Location
    }
}

# Chỉ quản trị viên và tài khoản chạy hệ thống vào được ($Right: RX chỉ đọc và chạy, M ghi được).
function Protect-Folder([string]$Folder, [string]$Right) {
    New-Item -ItemType Directory -Force -Path $Folder | Out-Null
    Invoke-Checked "Không đặt được quyền thư mục $Folder." 'icacls.exe' @(
        $Folder, '/inheritance:r', '/grant:r',
        "${Administrators}:(OI)(CI)F", "${System}:(OI)(CI)F", "${LocalService}:(OI)(CI)$Right", '/Q'
    )
}

function Install-Program {
    $python = Join-Path $Program 'Scripts\python.exe'
    $pip = @('-m', 'pip', '--disable-pip-version-check', '--quiet', 'install')
    $advice = 'Kiểm tra máy có nối mạng không, rồi chạy lại tập lệnh này.'
    Write-Host 'Đang cài các thư viện (vài phút)…'
    Invoke-Checked $advice $python ($pip + @('--require-hashes', '-r', (Join-Path $Project 'requirements.lock')))
    Invoke-Checked $advice $python ($pip + @('--no-deps', '--upgrade', '--force-reinstall', $Project))
}

# Dừng cả các tiến trình con: Task Scheduler có khi chỉ dừng tệp .cmd.
function Stop-Program {
    if (Get-ScheduledTask -TaskName $TaskName -ErrorAction SilentlyContinue) {
        Disable-ScheduledTask -TaskName $TaskName | Out-Null
        Stop-ScheduledTask -TaskName $TaskName
    }
    Get-CimInstance Win32_Process |
        Where-Object { $_.CommandLine -and $_.CommandLine.Contains("$Program\Scripts\") } |
        ForEach-Object {
            Stop-Process -Id $_.ProcessId -Force -ErrorAction SilentlyContinue
            # Tệp của nó chỉ thay được, xóa được khi nó đã dừng hẳn.
            Wait-Process -Id $_.ProcessId -Timeout 30 -ErrorAction SilentlyContinue
        }
}

function Start-Program([int]$Port) {
    Enable-ScheduledTask -TaskName $TaskName | Out-Null
    Start-ScheduledTask -TaskName $TaskName
    foreach ($second in 1..60) {
        Start-Sleep -Seconds 1
        try {
            Invoke-WebRequest -UseBasicParsing -TimeoutSec 5 -Uri "http://127.0.0.1:$Port/healthz" | Out-Null
            Write-Done 'Hệ thống đã mở.'
            return
        } catch {
            Write-Verbose "Giây thứ ${second}: chưa mở."
        }
    }
    Stop-WithAdvice 'Sau 60 giây hệ thống chưa mở.' "Mở tệp $Data\tracker.log bằng Notepad, đọc các dòng cuối."
}
