Describe 'Get-SegLabelSuggestion' -Tag Fast {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        $phantom = New-SegPhantom 96 96 -Seed 1
        $model = New-SegModel -Trees 20 | Invoke-SegTraining -Image $phantom.Image -Labels $phantom.Strokes
        $result = $phantom.Image | Invoke-SegApply $model -Uncertainty
    }

    It 'gives ranked regions inside the image' {
        $places = @($result | Get-SegLabelSuggestion -Count 4 -MinimumArea 4)
        $places.Count | Should -BeGreaterThan 0
        $places.Count | Should -BeLessOrEqual 4
        $places | ForEach-Object Rank | Should -Be (1..$places.Count)
        foreach ($place in $places) {
            $place.Area | Should -BeGreaterOrEqual 4
            $place.Row | Should -BeGreaterOrEqual $place.Top
            $place.Row | Should -BeLessThan ($place.Top + $place.Height)
            $place.Column | Should -BeGreaterOrEqual $place.Left
            $place.Column | Should -BeLessThan ($place.Left + $place.Width)
            $place.Top + $place.Height | Should -BeLessOrEqual 96
        }
        for ($i = 1; $i -lt $places.Count; $i++) { $places[$i].Score | Should -BeLessOrEqual $places[$i - 1].Score }
    }

    It 'says which image a region is in' {
        $file = Join-Path $TestDrive 'where.tif'
        $phantom.Image | Export-SegImage $file
        $places = @(Invoke-SegApply $model -Image $file -Uncertainty | Get-SegLabelSuggestion -Count 2 -MinimumArea 4)
        $places.Source | Sort-Object -Unique | Should -Be 'where.tif'
        $places[0].Shape | Should -Be "$($places[0].Height) x $($places[0].Width)"
        $places | Out-String | Should -BeLike '*Source*where.tif*'
    }

    It 'points at pixels less sure than the average' {
        $place = $result | Get-SegLabelSuggestion -Count 1 -MinimumArea 4
        $place.Uncertainty | Should -BeGreaterThan (1 - ($result.Margin | Measure-Object -Average).Average)
    }

    It 'keeps away from what was painted' {
        $places = @($result | Get-SegLabelSuggestion -Strokes $phantom.Strokes -Count 5 -MinimumArea 4)
        $places.Count | Should -BeGreaterThan 0
        foreach ($place in $places) { $phantom.Strokes.Item($place.Row, $place.Column) | Should -Be 0 }
    }

    It 'asks for -Uncertainty' {
        $plain = $phantom.Image | Invoke-SegApply $model
        { $plain | Get-SegLabelSuggestion } | Should -Throw -ErrorId 'NoUncertainty,NDSeg.PowerShell.Commands.GetSegLabelSuggestionCommand' -ExpectedMessage 'Expected*found*Apply*-Uncertainty*'
    }
}
