# The engine's package has neither the Management nor the Utility module. These functions stand in for the commands of
# theirs that scripts around NDSeg use, with the parameters such scripts use. pwsh has the real ones.

function Write-Host {
    param([Parameter(Position = 0, ValueFromPipeline, ValueFromRemainingArguments)] [object] $Object, [switch] $NoNewline, [object] $Separator = ' ', [ConsoleColor] $ForegroundColor, [ConsoleColor] $BackgroundColor)
    process {
        $text = @($Object) -join $Separator
        if ($NoNewline) { $Host.UI.Write($text) } else { $Host.UI.WriteLine($text) }
    }
}

function Write-Output {
    param([Parameter(Position = 0, ValueFromPipeline, ValueFromRemainingArguments)] [object] $InputObject, [switch] $NoEnumerate)
    process { if ($NoEnumerate) { , $InputObject } else { $InputObject } }
}

function Write-Warning {
    [CmdletBinding()]
    param([Parameter(Position = 0, Mandatory, ValueFromPipeline)] [AllowEmptyString()] [string] $Message)
    process { $PSCmdlet.WriteWarning($Message) }
}

function Write-Verbose {
    [CmdletBinding()]
    param([Parameter(Position = 0, Mandatory, ValueFromPipeline)] [AllowEmptyString()] [string] $Message)
    process { $PSCmdlet.WriteVerbose($Message) }
}

function Write-Error {
    [CmdletBinding(DefaultParameterSetName = 'Message')]
    param(
        [Parameter(Position = 0, Mandatory, ValueFromPipeline, ParameterSetName = 'Message')] [string] $Message,
        [Parameter(Mandatory, ParameterSetName = 'Record')] [System.Management.Automation.ErrorRecord] $ErrorRecord,
        [string] $ErrorId = 'Microsoft.PowerShell.Commands.WriteErrorException',
        [System.Management.Automation.ErrorCategory] $Category = 'NotSpecified', [object] $TargetObject)
    process {
        if (-not $ErrorRecord) { $ErrorRecord = [System.Management.Automation.ErrorRecord]::new([Exception]::new($Message), $ErrorId, $Category, $TargetObject) }
        $PSCmdlet.WriteError($ErrorRecord)
    }
}

function Write-Progress {
    [CmdletBinding()]
    param([Parameter(Position = 0, Mandatory)] [string] $Activity, [Parameter(Position = 1)] [string] $Status = 'Processing', [int] $Id = 0, [int] $PercentComplete = -1, [int] $ParentId = -1, [switch] $Completed)
    $record = [System.Management.Automation.ProgressRecord]::new($Id, $Activity, $Status)
    $record.PercentComplete = $PercentComplete
    $record.ParentActivityId = $ParentId
    if ($Completed) { $record.RecordType = 'Completed' }
    $PSCmdlet.WriteProgress($record)
}

function Get-ChildItem {
    [CmdletBinding()]
    param([Parameter(Position = 0, ValueFromPipeline)] [string[]] $Path = '.', [string] $LiteralPath, [string] $Filter, [string[]] $Include, [string[]] $Exclude, [switch] $Recurse, [switch] $File, [switch] $Directory, [switch] $Name, [switch] $Force)
    process {
        $places = if ($LiteralPath) { , [System.Management.Automation.WildcardPattern]::Escape($LiteralPath) } else { $Path }
        foreach ($place in $places) {
            foreach ($item in $PSCmdlet.InvokeProvider.ChildItem.Get($place, [bool]$Recurse)) {
                if ($File -and $item.PSIsContainer) { continue }
                if ($Directory -and -not $item.PSIsContainer) { continue }
                if ($Filter -and $item.PSChildName -notlike $Filter) { continue }
                if ($Include -and -not ($Include | Where-Object { $item.PSChildName -like $_ })) { continue }
                if ($Exclude -and ($Exclude | Where-Object { $item.PSChildName -like $_ })) { continue }
                if ($Name) { $item.PSChildName } else { $item }
            }
        }
    }
}

function Get-Item {
    [CmdletBinding()]
    param([Parameter(Position = 0, Mandatory, ValueFromPipeline)] [string[]] $Path)
    process { $PSCmdlet.InvokeProvider.Item.Get($Path, $false, $false) }
}

function Test-Path {
    [CmdletBinding()]
    param([Parameter(Position = 0, ValueFromPipeline)] [string] $Path, [string] $LiteralPath, [ValidateSet('Any', 'Container', 'Leaf')] [string] $PathType = 'Any')
    process {
        $place = if ($LiteralPath) { [System.Management.Automation.WildcardPattern]::Escape($LiteralPath) } else { $Path }
        if (-not $PSCmdlet.InvokeProvider.Item.Exists($place)) { return $false }
        if ($PathType -eq 'Any') { return $true }
        $PSCmdlet.InvokeProvider.Item.IsContainer($place) -eq ($PathType -eq 'Container')
    }
}

function Join-Path {
    param([Parameter(Position = 0, Mandatory, ValueFromPipeline)] [string[]] $Path, [Parameter(Position = 1, Mandatory)] [AllowEmptyString()] [string] $ChildPath, [Parameter(Position = 2, ValueFromRemainingArguments)] [string[]] $AdditionalChildPath)
    process {
        foreach ($one in $Path) {
            $result = $ExecutionContext.SessionState.Path.Combine($one, $ChildPath)
            foreach ($part in $AdditionalChildPath) { $result = $ExecutionContext.SessionState.Path.Combine($result, $part) }
            $result
        }
    }
}

function Split-Path {
    param([Parameter(Position = 0, Mandatory, ValueFromPipeline)] [string[]] $Path, [switch] $Leaf, [switch] $LeafBase, [switch] $Extension, [switch] $Parent)
    process {
        foreach ($one in $Path) {
            if ($Leaf) { [System.IO.Path]::GetFileName($one) }
            elseif ($LeafBase) { [System.IO.Path]::GetFileNameWithoutExtension($one) }
            elseif ($Extension) { [System.IO.Path]::GetExtension($one) }
            else { [System.IO.Path]::GetDirectoryName($one) }
        }
    }
}

function Convert-Path {
    [CmdletBinding()]
    param([Parameter(Position = 0, Mandatory, ValueFromPipeline)] [string[]] $Path)
    process { foreach ($one in $Path) { $PSCmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath($one, [ref] $null) } }
}

function Resolve-Path {
    [CmdletBinding()]
    param([Parameter(Position = 0, Mandatory, ValueFromPipeline)] [string[]] $Path)
    process { foreach ($one in $Path) { $PSCmdlet.SessionState.Path.GetResolvedPSPathFromPSPath($one) } }
}

function Get-Location { $ExecutionContext.SessionState.Path.CurrentLocation }

function Set-Location {
    param([Parameter(Position = 0, Mandatory)] [string] $Path)
    $null = $ExecutionContext.SessionState.Path.SetLocation($Path)
}

function New-Item {
    [CmdletBinding(SupportsShouldProcess)]
    param([Parameter(Position = 0, Mandatory)] [string] $Path, [Alias('Type')] [string] $ItemType = 'File', [object] $Value, [switch] $Force)
    $full = $PSCmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
    if (-not $PSCmdlet.ShouldProcess($full, "New $ItemType")) { return }
    if ($ItemType -eq 'Directory') {
        if (-not $Force -and [System.IO.Directory]::Exists($full)) { throw "An item with the specified name $full already exists." }
        [System.IO.Directory]::CreateDirectory($full)
    }
    else {
        if (-not $Force -and [System.IO.File]::Exists($full)) { throw "An item with the specified name $full already exists." }
        [System.IO.File]::WriteAllText($full, [string]$Value)
        [System.IO.FileInfo]::new($full)
    }
}

function Remove-Item {
    [CmdletBinding(SupportsShouldProcess)]
    param([Parameter(Position = 0, Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName)] [Alias('FullName')] [string[]] $Path, [switch] $Recurse, [switch] $Force)
    process {
        foreach ($one in $Path) {
            foreach ($item in $PSCmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath($one, [ref] $null)) {
                if ($PSCmdlet.ShouldProcess($item, 'Remove')) { $PSCmdlet.InvokeProvider.Item.Remove([string[]] $item, [bool]$Recurse, [bool]$Force, $true) }
            }
        }
    }
}

function Copy-Item {
    [CmdletBinding()]
    param([Parameter(Position = 0, Mandatory, ValueFromPipeline)] [string[]] $Path, [Parameter(Position = 1, Mandatory)] [string] $Destination, [switch] $Recurse, [switch] $Force)
    process { $null = $PSCmdlet.InvokeProvider.Item.Copy($Path, $Destination, [bool]$Recurse, 'CopyTargetContainer', [bool]$Force, $false) }
}

function Move-Item {
    [CmdletBinding()]
    param([Parameter(Position = 0, Mandatory, ValueFromPipeline)] [string[]] $Path, [Parameter(Position = 1, Mandatory)] [string] $Destination, [switch] $Force)
    process { $null = $PSCmdlet.InvokeProvider.Item.Move($Path, $Destination, [bool]$Force, $false) }
}

function Get-Content {
    [CmdletBinding()]
    param([Parameter(Position = 0, Mandatory, ValueFromPipeline)] [string] $Path, [switch] $Raw)
    process {
        $full = $PSCmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
        if ($Raw) { [System.IO.File]::ReadAllText($full) } else { [System.IO.File]::ReadAllLines($full) }
    }
}

function Set-Content {
    [CmdletBinding()]
    param([Parameter(Position = 0, Mandatory)] [string] $Path, [Parameter(Position = 1, Mandatory, ValueFromPipeline)] [AllowEmptyString()] [object[]] $Value)
    begin { $lines = [System.Collections.Generic.List[string]]::new() }
    process { foreach ($line in $Value) { $lines.Add([string]$line) } }
    end { [System.IO.File]::WriteAllLines($PSCmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path), $lines) }
}

function Add-Content {
    [CmdletBinding()]
    param([Parameter(Position = 0, Mandatory)] [string] $Path, [Parameter(Position = 1, Mandatory, ValueFromPipeline)] [AllowEmptyString()] [object[]] $Value)
    process { [System.IO.File]::AppendAllLines($PSCmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path), [string[]] $Value) }
}

function Get-Date {
    param([Parameter(Position = 0, ValueFromPipeline)] [datetime] $Date = [datetime]::Now, [string] $Format, [switch] $AsUTC)
    $time = if ($AsUTC) { $Date.ToUniversalTime() } else { $Date }
    if ($Format) { $time.ToString($Format) } else { $time }
}

function Start-Sleep {
    param([Parameter(Position = 0)] [double] $Seconds, [int] $Milliseconds)
    [System.Threading.Thread]::Sleep([int]($Seconds * 1000 + $Milliseconds))
}

function Measure-Command {
    param([Parameter(Position = 0, Mandatory)] [scriptblock] $Expression)
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    $null = . $Expression
    $watch.Elapsed
}

function Measure-Object {
    param([Parameter(Position = 0)] [string] $Property, [Parameter(ValueFromPipeline)] [object] $InputObject, [switch] $Sum, [switch] $Average, [switch] $Minimum, [switch] $Maximum)
    begin { $values = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $InputObject) { $values.Add($(if ($Property) { $InputObject.$Property } else { $InputObject })) } }
    end {
        $result = [ordered]@{ Count = $values.Count; Average = $null; Sum = $null; Maximum = $null; Minimum = $null; Property = $Property }
        if ($values.Count -and ($Sum -or $Average -or $Minimum -or $Maximum)) {
            $total = 0.0
            foreach ($value in $values) { $total += $value }
            if ($Sum) { $result.Sum = $total }
            if ($Average) { $result.Average = $total / $values.Count }
            if ($Minimum) { $result.Minimum = [System.Linq.Enumerable]::Min([double[]] $values) }
            if ($Maximum) { $result.Maximum = [System.Linq.Enumerable]::Max([double[]] $values) }
        }
        [pscustomobject]$result
    }
}

function Select-Object {
    param([Parameter(Position = 0)] [object[]] $Property, [Parameter(ValueFromPipeline)] [object] $InputObject, [string] $ExpandProperty, [int] $First = -1, [int] $Last = -1, [int] $Skip, [switch] $Unique)
    begin { $all = [System.Collections.Generic.List[object]]::new() }
    process { $all.Add($InputObject) }
    end {
        $chosen = @($all | Where-Object { $null -ne $_ })
        if ($Skip) { $chosen = @([System.Linq.Enumerable]::Skip([object[]] $chosen, $Skip)) }
        if ($First -ge 0) { $chosen = @([System.Linq.Enumerable]::Take([object[]] $chosen, $First)) }
        if ($Last -ge 0) { $chosen = @([System.Linq.Enumerable]::TakeLast([object[]] $chosen, $Last)) }
        $seen = [System.Collections.Generic.HashSet[string]]::new()
        foreach ($item in $chosen) {
            $result = $item
            if ($ExpandProperty) { $result = $item.$ExpandProperty }
            elseif ($Property) {
                $row = [ordered]@{}
                foreach ($column in $Property) {
                    if ($column -is [System.Collections.IDictionary]) {
                        $name = if ($column.Name) { $column.Name } elseif ($column.N) { $column.N } elseif ($column.Label) { $column.Label } else { $column.L }
                        $code = if ($column.Expression) { $column.Expression } else { $column.E }
                        $row[$name] = if ($code -is [scriptblock]) { $item | ForEach-Object $code } else { $item.$code }
                    }
                    else { foreach ($found in $item.PSObject.Properties.Where({ $_.Name -like $column })) { $row[$found.Name] = $found.Value } }
                }
                $result = [pscustomobject]$row
            }
            if (-not $Unique -or $seen.Add([string]$result)) { $result }
        }
    }
}

function Sort-Object {
    param([Parameter(Position = 0)] [object[]] $Property, [Parameter(ValueFromPipeline)] [object] $InputObject, [switch] $Descending, [switch] $Unique)
    begin { $all = [System.Collections.Generic.List[object]]::new() }
    process { $all.Add($InputObject) }
    end {
        $keyOf = [Func[object, object]] { param($item) if (-not $Property) { $item } elseif ($Property[0] -is [scriptblock]) { $item | ForEach-Object $Property[0] } else { $item.($Property[0]) } }
        $sorted = if ($Descending) { [System.Linq.Enumerable]::OrderByDescending($all, $keyOf) } else { [System.Linq.Enumerable]::OrderBy($all, $keyOf) }
        $seen = [System.Collections.Generic.HashSet[string]]::new()
        foreach ($item in $sorted) { if (-not $Unique -or $seen.Add([string]$keyOf.Invoke($item))) { $item } }
    }
}

function Group-Object {
    param([Parameter(Position = 0)] [object] $Property, [Parameter(ValueFromPipeline)] [object] $InputObject)
    begin { $groups = [ordered]@{} }
    process {
        $key = [string]$(if ($Property -is [scriptblock]) { $InputObject | ForEach-Object $Property } elseif ($Property) { $InputObject.$Property } else { $InputObject })
        if (-not $groups.Contains($key)) { $groups[$key] = [System.Collections.Generic.List[object]]::new() }
        $groups[$key].Add($InputObject)
    }
    end { foreach ($key in $groups.Keys) { [pscustomobject]@{ Count = $groups[$key].Count; Name = $key; Group = $groups[$key] } } }
}

function Format-Table {
    param([Parameter(Position = 0)] [object[]] $Property, [Parameter(ValueFromPipeline)] [object] $InputObject, [switch] $AutoSize, [switch] $HideTableHeaders, [switch] $Wrap)
    begin { $all = [System.Collections.Generic.List[object]]::new() }
    process { $all.Add($InputObject) }
    end {
        if (-not $all.Count) { return }
        $rows = @(if ($Property) { $all | Select-Object $Property } else { $all })
        $names = @($rows[0].PSObject.Properties.Name)
        $cells = foreach ($row in $rows) { , @(foreach ($name in $names) { [string]$row.$name }) }
        $right = foreach ($name in $names) { $rows[0].$name -is [ValueType] -and $rows[0].$name -isnot [bool] -and $rows[0].$name -isnot [enum] }
        $widths = for ($c = 0; $c -lt $names.Count; $c++) { [Math]::Max($names[$c].Length, [System.Linq.Enumerable]::Max([int[]] @(foreach ($line in @($cells)) { $line[$c].Length }))) }
        $widths = @($widths)
        $right = @($right)
        $pad = { param($texts) (@(for ($c = 0; $c -lt $names.Count; $c++) { if ($right[$c]) { $texts[$c].PadLeft($widths[$c]) } else { $texts[$c].PadRight($widths[$c]) } }) -join ' ').TrimEnd() }
        if (-not $HideTableHeaders) {
            ''
            & $pad $names
            & $pad @(foreach ($name in $names) { '-' * $name.Length })
        }
        foreach ($line in @($cells)) { & $pad $line }
        ''
    }
}

function Format-List {
    param([Parameter(Position = 0)] [object[]] $Property, [Parameter(ValueFromPipeline)] [object] $InputObject)
    process {
        $row = if ($Property) { $InputObject | Select-Object $Property } else { $InputObject }
        $names = @($row.PSObject.Properties.Name)
        $width = [System.Linq.Enumerable]::Max([int[]] @($names.ForEach('Length')))
        ''
        foreach ($name in $names) { "$($name.PadRight($width)) : $($row.$name)" }
    }
}

function Out-String {
    param([Parameter(ValueFromPipeline)] [object] $InputObject)
    begin { $lines = [System.Collections.Generic.List[string]]::new() }
    process { $lines.Add([string]$InputObject) }
    end { ($lines -join [Environment]::NewLine) + [Environment]::NewLine }
}

function ConvertTo-Json {
    param([Parameter(Position = 0, ValueFromPipeline)] [object] $InputObject, [int] $Depth = 2, [switch] $Compress)
    begin {
        $all = [System.Collections.Generic.List[object]]::new()
        function ConvertTo-PlainValue($value, $left) {
            if ($value -is [PSObject] -and $value -isnot [System.Management.Automation.PSCustomObject]) { $value = $value.PSObject.BaseObject }
            if ($null -eq $value -or $value -is [string] -or $value -is [bool] -or ($value -is [ValueType] -and $value.GetType().IsPrimitive) -or $value -is [decimal] -or $value -is [datetime] -or $value -is [DateTimeOffset]) { return $value }
            if ($value -is [enum]) { return [long]$value }
            if ($left -lt 0) { return [string]$value }
            if ($value -is [System.Collections.IDictionary]) {
                $map = [System.Collections.Generic.Dictionary[string, object]]::new()
                foreach ($key in $value.Keys) { $map[[string]$key] = ConvertTo-PlainValue $value[$key] ($left - 1) }
                return $map
            }
            if ($value -is [System.Collections.IEnumerable]) {
                $list = [System.Collections.Generic.List[object]]::new()
                foreach ($item in $value) { $list.Add((ConvertTo-PlainValue $item ($left - 1))) }
                return , $list
            }
            $map = [System.Collections.Generic.Dictionary[string, object]]::new()
            foreach ($property in $value.PSObject.Properties) { $map[$property.Name] = ConvertTo-PlainValue $property.Value ($left - 1) }
            return $map
        }
    }
    process { $all.Add($InputObject) }
    end {
        $options = [System.Text.Json.JsonSerializerOptions]::new()
        $options.WriteIndented = -not $Compress
        $options.Encoder = [System.Text.Encodings.Web.JavaScriptEncoder]::UnsafeRelaxedJsonEscaping
        $value = if ($all.Count -eq 1) { ConvertTo-PlainValue $all[0] $Depth } else { ConvertTo-PlainValue $all $Depth }
        [System.Text.Json.JsonSerializer]::Serialize($value, [object], $options)
    }
}

function ConvertFrom-Json {
    param([Parameter(Position = 0, Mandatory, ValueFromPipeline)] [AllowEmptyString()] [string] $InputObject, [switch] $AsHashtable)
    begin {
        $text = [System.Text.StringBuilder]::new()
        function ConvertFrom-Element($element) {
            switch ($element.ValueKind) {
                'Object' {
                    $map = [ordered]@{}
                    foreach ($property in $element.EnumerateObject()) { $map[$property.Name] = ConvertFrom-Element $property.Value }
                    if ($AsHashtable) { $map } else { [pscustomobject]$map }
                }
                'Array' { , @(foreach ($item in $element.EnumerateArray()) { ConvertFrom-Element $item }) }
                'String' { $element.GetString() }
                'Number' { $whole = 0L; if ($element.TryGetInt64([ref] $whole)) { $whole } else { $element.GetDouble() } }
                'True' { $true }
                'False' { $false }
                default { $null }
            }
        }
    }
    process { $null = $text.AppendLine($InputObject) }
    end { ConvertFrom-Element ([System.Text.Json.JsonDocument]::Parse($text.ToString()).RootElement) }
}

function ConvertTo-Csv {
    param([Parameter(ValueFromPipeline)] [object] $InputObject, [char] $Delimiter = ',', [switch] $NoTypeInformation, [string] $UseQuotes = 'Always')
    begin { $names = $null }
    process {
        $quote = { param($value) '"' + ([string]$value).Replace('"', '""') + '"' }
        if ($null -eq $names) {
            $names = @($InputObject.PSObject.Properties.Name)
            @(foreach ($name in $names) { & $quote $name }) -join $Delimiter
        }
        @(foreach ($name in $names) { & $quote ([System.Management.Automation.LanguagePrimitives]::ConvertTo($InputObject.$name, [string], [cultureinfo]::InvariantCulture)) }) -join $Delimiter
    }
}

function Export-Csv {
    [CmdletBinding()]
    param([Parameter(Position = 0, Mandatory)] [string] $Path, [Parameter(ValueFromPipeline)] [object] $InputObject, [char] $Delimiter = ',', [switch] $NoTypeInformation, [switch] $Append)
    begin { $rows = [System.Collections.Generic.List[object]]::new() }
    process { $rows.Add($InputObject) }
    end {
        $full = $PSCmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
        $lines = [string[]] @($rows | ConvertTo-Csv -Delimiter $Delimiter)
        if ($Append -and [System.IO.File]::Exists($full)) { [System.IO.File]::AppendAllLines($full, [string[]] @([System.Linq.Enumerable]::Skip($lines, 1))) }
        else { [System.IO.File]::WriteAllLines($full, $lines) }
    }
}

function New-Object {
    param([Parameter(Position = 0, Mandatory)] [string] $TypeName, [Parameter(Position = 1)] [object[]] $ArgumentList = @(), [System.Collections.IDictionary] $Property)
    $made = [System.Activator]::CreateInstance([type]$TypeName, $ArgumentList)
    if ($Property) { foreach ($name in $Property.Keys) { $made.$name = $Property[$name] } }
    $made
}

function Get-FileHash {
    [CmdletBinding()]
    param([Parameter(Position = 0, Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName)] [Alias('FullName')] [string] $Path, [string] $Algorithm = 'SHA256')
    process {
        $full = $PSCmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
        $bytes = [System.IO.File]::ReadAllBytes($full)
        $hash = switch ($Algorithm) { 'SHA256' { [System.Security.Cryptography.SHA256]::HashData($bytes) } 'SHA1' { [System.Security.Cryptography.SHA1]::HashData($bytes) } 'MD5' { [System.Security.Cryptography.MD5]::HashData($bytes) } }
        [pscustomobject]@{ Algorithm = $Algorithm; Hash = [Convert]::ToHexString($hash); Path = $full }
    }
}
