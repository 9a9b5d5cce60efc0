# The same seed gives the same model file and the same labels, byte for byte: on any number of threads, from stack or
# image, and in processes of their own. Every file is made anew and compared by its SHA-256.
Describe 'Reproducibility' {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        $data = Join-Path $TestDrive 'data'
        $null = Write-PhantomFile $data -Height 128 -Width 112 -Seed 5
        $slice, $strokes = 'slice.tif', 'strokes.tif' | ForEach-Object { Join-Path $data $_ }

        # Trains and applies, and gives the hashes of model file and label file.
        $job = @'
function Invoke-Job([string] $Algorithm, [int] $Threads, [string] $From, [int] $Seed, [string] $Folder, [string] $Slice, [string] $Strokes) {
    $null = New-Item -ItemType Directory -Force $Folder
    $model, $labels = (Join-Path $Folder 'm.ndseg'), (Join-Path $Folder 'l.tif')
    $untrained = New-SegModel $Algorithm -MaxDepth 6 -Seed $Seed
    $image = Import-SegImage $Slice
    if ($From -eq 'Stack') {
        $features = $image | Get-SegFeatures -Threads $Threads
        $trained = $untrained | Invoke-SegTraining -Features $features -Labels $Strokes -Threads $Threads
        $features | Invoke-SegApply $trained -Threads $Threads | Export-SegLabels $labels -Force -Provenance Embedded
        $features.Dispose()
    }
    else {
        $trained = $untrained | Invoke-SegTraining -Image $image -Labels $Strokes -Threads $Threads
        $image | Invoke-SegApply $trained -Threads $Threads | Export-SegLabels $labels -Force -Provenance Embedded
    }
    $trained | Export-SegModel $model -Force
    "$((Get-FileHash $model).Hash) $((Get-FileHash $labels).Hash)"
}
'@
        . ([scriptblock]::Create($job))
        $common = @{ Slice = $slice; Strokes = $strokes; Seed = 11 }
    }

    Context '<Algorithm>' -Tag Fast -ForEach @(@{ Algorithm = 'RandomForest' }, @{ Algorithm = 'XGBoost' }) {
        BeforeAll {
            $first = if ($Algorithm -ne 'XGBoost' -or (Get-SegDevice | Where-Object Name -EQ xgboost).Available) {
                Invoke-Job @common -Algorithm $Algorithm -Threads 1 -From Stack -Folder (Join-Path $TestDrive "first-$Algorithm")
            }
        }

        BeforeEach { if ($Algorithm -eq 'XGBoost') { Assert-XGBoost } }

        It 'is the same a second time' {
            Invoke-Job @common -Algorithm $Algorithm -Threads 1 -From Stack -Folder (Join-Path $TestDrive 'again') | Should -Be $first
        }

        It 'is the same on <Threads> threads from <From>' -ForEach @(
            @{ Threads = 2; From = 'Stack' }
            @{ Threads = 1; From = 'Image' }
            @{ Threads = 2; From = 'Image' }
            @{ Threads = 0; From = 'Image' }
        ) {
            Invoke-Job @common -Algorithm $Algorithm -Threads $Threads -From $From -Folder (Join-Path $TestDrive 'other') | Should -Be $first
        }

        It 'is the same in a process of its own, on one and on two threads' {
            $script = "Import-Module '$modulePath'`n$job`n1, 2 | ForEach-Object { Invoke-Job -Algorithm $Algorithm -Threads `$_ -From Image -Folder '$TestDrive/process' -Slice '$slice' -Strokes '$strokes' -Seed 11 }"
            Invoke-InProcess $script | Should -Be $first, $first
        }
    }

    It 'is the same with narrower vectors' -Tag Slow {
        $first = Invoke-Job @common -Algorithm RandomForest -Threads 1 -From Image -Folder (Join-Path $TestDrive 'wide')
        foreach ($width in 'scalar', '128', '256') {
            $script = "`$env:NDSEG_SIMD = '$width'`nImport-Module '$modulePath'`n$job`nInvoke-Job -Algorithm RandomForest -Threads 2 -From Image -Folder '$TestDrive/narrow' -Slice '$slice' -Strokes '$strokes' -Seed 11"
            Invoke-InProcess $script | Should -Be $first -Because "NDSEG_SIMD is $width"
        }
    }

    It 'differs for another seed, so that the seed is used' -Tag Fast {
        $one = Invoke-Job @common -Algorithm RandomForest -Threads 1 -From Image -Folder (Join-Path $TestDrive 's1')
        $common.Seed = 12
        $two = Invoke-Job @common -Algorithm RandomForest -Threads 1 -From Image -Folder (Join-Path $TestDrive 's2')
        ($one -split ' ')[0] | Should -Not -Be ($two -split ' ')[0]
    }

    It 'says so itself: Compare-SegLabels finds a repeated result equal, and a changed one not' -Tag Fast {
        $model = New-SegModel -Trees 10 -Seed 1 | Invoke-SegTraining -Image (Import-SegImage $slice) -Labels $strokes
        $one, $two = (Import-SegImage $slice | Invoke-SegApply $model), (Import-SegImage $slice | Invoke-SegApply $model)
        (Compare-SegLabels $one $two).Equal | Should -BeTrue
        (Compare-SegLabels $one ($two | Optimize-SegLabels -MajorityRadius 2)).Equal | Should -BeFalse
    }

    It 'can be made again from its account' -Tag Fast {
        $out = Join-Path $TestDrive 'account'
        $null = New-Item -ItemType Directory $out
        New-SegModel -Trees 10 -Seed 21 -MaxDepth 5 | Invoke-SegTraining -Image (Import-SegImage $slice) -Labels $strokes | Export-SegModel "$out/m.ndseg"
        Import-SegImage $slice | Invoke-SegApply "$out/m.ndseg" | Export-SegLabels "$out/a.tif" -Provenance Sidecar
        $account = Get-Content "$out/a.tif.json" -Raw | ConvertFrom-Json
        $account.input.sha256 | Should -Be (Get-FileHash $slice).Hash
        $account.model.sha256 | Should -Be (Get-FileHash "$out/m.ndseg").Hash
        ($account.model.trainingFiles | Where-Object role -EQ labels).sha256 | Should -Be (Get-FileHash $strokes).Hash
        $p = $account.model.parameters
        New-SegModel $p.algorithm -MaxDepth $p.maxDepth -Trees $p.trees -Seed $p.seed -ClassWeight $p.classWeight |
            Invoke-SegTraining -Image (Import-SegImage $slice) -Labels $strokes | Export-SegModel "$out/again.ndseg"
        (Get-FileHash "$out/again.ndseg").Hash | Should -Be $account.model.sha256
    }
}
