Describe 'Get-SegFeatures' {
    BeforeAll { . $PSScriptRoot/_setup.ps1 }

    Context 'maps of a phantom' -Tag Fast {
        BeforeAll {
            $phantom = New-SegPhantom -Height 64 -Width 48 -Seed 3
            $features = $phantom.Image | Get-SegFeatures
        }

        AfterAll { $features.Dispose() }

        It 'gives the 58 default maps in the order of the contract' {
            $derivatives = 'gradient', 'hessian_eig1', 'hessian_eig2', 'hessian_mod', 'hessian_trace', 'hessian_det'
            $expected = @('original') + $derivatives.ForEach({ "${_}_0" })
            foreach ($sigma in 1, 2, 4, 8, 16) { $expected += @("gaussian_$sigma") + $derivatives.ForEach({ "${_}_$sigma" }) }
            foreach ($large in 2, 4, 8, 16) { foreach ($small in 1, 2, 4, 8) { if ($small -lt $large) { $expected += "dog_${small}_$large" } } }
            $expected += 'mean', 'max', 'min', 'sum', 'std', 'median' | ForEach-Object { "membrane_$_" }
            $features.Names | Should -Be $expected
            $features.Shape | Should -Be '64 x 48 x 58'
            $features.Device | Should -Be 'Cpu'
            $features.DeviceName | Should -Be 'cpu'
        }

        It 'has the image divided by 255 as its first map' {
            $bytes = $phantom.Image.Plane(0)
            $map = $features.CopyMap('original')
            $wrong = 0..($bytes.Length - 1) | Where-Object { [Math]::Abs($map[$_] - $bytes[$_] / 255) -gt 1e-7 }
            $wrong | Should -HaveCount 0
        }

        It 'has differences of its blurs' {
            $small, $large, $difference = 'gaussian_2', 'gaussian_8', 'dog_2_8' | ForEach-Object { , $features.CopyMap($_) }
            $wrong = 0..($small.Length - 1) | Where-Object { [Math]::Abs($difference[$_] - ($small[$_] - $large[$_])) -gt 1e-6 }
            $wrong | Should -HaveCount 0
        }

        It 'appends extra channels as they are, with their names' {
            $more = $phantom.Image | Get-SegFeatures -ExtraChannel $phantom.Extras
            try {
                $more.Count | Should -Be 64
                $more.Names[58..63] | Should -Be $phantom.Extras.ChannelNames
                $more.CopyMap(60) -join ',' | Should -Be ($phantom.Extras.Plane(2) -join ',')
            }
            finally { $more.Dispose() }
        }

        It 'gives extra channels of several files names of their own' {
            foreach ($name in 'map-a.tif', 'map-b.tif') {
                Write-TestTiff (Join-Path $TestDrive $name) -Height $phantom.Image.Height -Width $phantom.Image.Width -Page (, [byte[]]::new($phantom.Image.Height * $phantom.Image.Width))
            }
            $more = $phantom.Image | Get-SegFeatures -ExtraChannel (Import-SegImage (Join-Path $TestDrive map-a.tif), (Join-Path $TestDrive map-b.tif))
            try { $more.Names[58..59] | Should -Be c0, c0_2 }
            finally { $more.Dispose() }
        }

        It 'prefixes the maps of several channels' {
            $path = Join-Path $TestDrive 'rgb.tif'
            Write-TestTiff $path -Height 20 -Width 10 -Channels 3 -Page (, (0..599 | ForEach-Object { ($_ * 7) % 256 }))
            $several = Import-SegImage $path | Get-SegFeatures
            try {
                $several.Count | Should -Be (3 * 58)
                $several.Names[0], $several.Names[58], $several.Names[116] | Should -Be 'c0:original', 'c1:original', 'c2:original'
            }
            finally { $several.Dispose() }
        }

        It 'gives the same maps on one and on two threads' {
            $one = $phantom.Image | Get-SegFeatures -Threads 1
            $two = $phantom.Image | Get-SegFeatures -Threads 2
            try {
                foreach ($map in 0, 20, 41, 55) { $one.CopyMap($map) -join ',' | Should -Be ($two.CopyMap($map) -join ',') }
            }
            finally { $one.Dispose(); $two.Dispose() }
        }

        It 'tells shape, device and threads with -Verbose' {
            $seen = Invoke-Captured { (Get-SegFeatures $phantom.Image -Threads 1 -Verbose).Dispose() }
            $seen.Verbose -join "`n" | Should -Match '64 x 48 x 58 on cpu, 1 thread, \d+\.\d+ s'
        }

        It 'names an unknown map and lists those there are' {
            { $features.CopyMap('gaussian_3') } | Should -Throw '*gaussian_16*found ''gaussian_3''*'
        }
    }

    Context 'maps worked out by hand' -Tag Fast {
        BeforeAll {
            $path = Join-Path $TestDrive 'float.tif'
            function Get-Map([single[]] $Samples, [string] $Name, $Config = (New-SegFeatureConfig)) {
                Write-TestTiff $path -Height 33 -Width 33 -Page (, $Samples) -Type Float32
                $features = Import-SegImage $path | Get-SegFeatures -Config $Config
                try { $features.CopyMap($Name) } finally { $features.Dispose() }
            }
        }

        It 'has gradient 1 and no curvature on a ramp of slope 1' {
            $ramp = 0..1088 | ForEach-Object { $_ % 33 }
            $gradient = Get-Map $ramp 'gradient_0'
            $trace = Get-Map $ramp 'hessian_trace_0'
            $gradient | ForEach-Object { $_ | Should -BeIn 1.0 }
            $trace | Where-Object { $_ -ne 0 } | Should -HaveCount 0
        }

        It 'has the Hessian 2, 0, 0 within the parabola x^2' {
            $parabola = 0..1088 | ForEach-Object { ($_ % 33) * ($_ % 33) }
            $centre = 16 * 33 + 16
            (Get-Map $parabola 'hessian_trace_0')[$centre] | Should -Be 2
            (Get-Map $parabola 'hessian_eig1_0')[$centre] | Should -Be 2
            (Get-Map $parabola 'hessian_eig2_0')[$centre] | Should -Be 0
            (Get-Map $parabola 'hessian_det_0')[$centre] | Should -Be 0
            (Get-Map $parabola 'gradient_0')[$centre] | Should -Be 32
        }

        It 'blurs one bright pixel with a window of half-width int(2 s + 1.5), s = 0.4 sigma' {
            $point = [single[]]::new(1089)
            $point[16 * 33 + 16] = 1
            foreach ($sigma in 1, 4) {
                $s = 0.4 * $sigma
                $half = [int][Math]::Floor(2 * $s + 1.5)
                $weights = - $half..$half | ForEach-Object { [Math]::Exp(-$_ * $_ / (2 * $s * $s)) }
                $total = ($weights | Measure-Object -Sum).Sum
                $map = Get-Map $point "gaussian_$sigma"
                $map[16 * 33 + 16] | Should -BeGreaterThan (($weights[$half] / $total) * ($weights[$half] / $total) - 1e-6)
                [Math]::Abs($map[16 * 33 + 16] - [Math]::Pow($weights[$half] / $total, 2)) | Should -BeLessThan 1e-6
                [Math]::Abs($map[16 * 33 + 17] - $weights[$half] * $weights[$half + 1] / $total / $total) | Should -BeLessThan 1e-6
                [Math]::Abs($map[16 * 33 + 16 + $half] - $weights[$half] * $weights[0] / $total / $total) | Should -BeLessThan 1e-6
                $map[16 * 33 + 16 + $half + 1] | Should -Be 0
            }
        }

        It 'leaves the image alone at sigma 1 and 2 where sigma is truncated' {
            $values = 0..1088 | ForEach-Object { ($_ * 37) % 101 }
            $config = New-SegFeatureConfig -TruncateSigma
            (Get-Map $values 'gaussian_2' $config) -join ',' | Should -Be ($values -join ',')
            (Get-Map $values 'gaussian_4' $config) -join ',' | Should -Not -Be ($values -join ',')
        }

        It 'has extrema over the disc in units of the 8-bit image' {
            $point = [single[]]::new(1089)
            $point[16 * 33 + 16] = 2
            $config = New-SegFeatureConfig -Include Maximum, Minimum -IntensityRange 0, 2
            $maximum = Get-Map $point 'maximum_2' $config
            # R = 2, dx^2 + dy^2 < 4: the 3 x 3 pixels around the bright one see it.
            @($maximum | Where-Object { $_ -gt 0 }) | Should -HaveCount 9
            $maximum[16 * 33 + 16] | Should -Be $maximum[15 * 33 + 17]
            @(Get-Map $point 'minimum_2' $config | Where-Object { $_ -ne 0 }) | Should -HaveCount 0
        }
    }

    It 'gives 1568 x 1568 x 58 on the battery slice' -Tag Slow {
        $features = Import-SegImage (Get-SharedFile 'data/battery/Battery_21700.tif') | Get-SegFeatures
        try { $features.Shape | Should -Be '1568 x 1568 x 58' } finally { $features.Dispose() }
    }

    It 'gives 64 maps with the six chemical ones' -Tag Slow {
        $maps = Import-SegImage (Get-SharedFile 'data/battery/Battery_21700_extra_standin.h5') -Dataset data -ChannelAxis 2
        $features = Import-SegImage (Get-SharedFile 'data/battery/Battery_21700.tif') | Get-SegFeatures -ExtraChannel $maps
        try { $features.Shape | Should -Be '1568 x 1568 x 64' } finally { $features.Dispose() }
    }
}
