using System.Diagnostics;
using System.Globalization;
using NDSeg.PowerShell.Tests.Examples;
using Xunit;

namespace NDSeg.PowerShell.Tests.Shell;

/// <summary>The console host against what pwsh 7.6 does with the same scripts; the expected values were taken from pwsh.</summary>
public class ShellTests
{
    [Theory]
    [InlineData("'done'", 0)]
    [InlineData("exit 4", 4)]
    [InlineData("function Leave { exit 4 }; Leave; 'never'", 4)]
    [InlineData("Get-Command nothing-of-this-name; 'after'", 0)]
    [InlineData("Get-Command nothing-of-this-name; exit 3", 3)]
    [InlineData("$ErrorActionPreference = 'Stop'; Get-Command nothing-of-this-name; 'never'", 1)]
    [InlineData("throw 'boom'", 1)]
    [InlineData("& dotnet nothing-of-this-name 2>&1 | Out-Null; 'after'", 0)]
    [InlineData("if ( {", 1)]
    public void Script_ends_with_the_exit_code_of_pwsh(string script, int code)
    {
        ShellProcess.Result result = Run(script);
        Assert.True(code == result.ExitCode, result.ToString());
        Assert.DoesNotContain("never", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1 + 1", 0, "2")]
    [InlineData("'a'; exit 7", 7, "a")]
    [InlineData("Get-Command nothing-of-this-name; 'b'", 0, "b")]
    [InlineData("'c'; Get-Command nothing-of-this-name", 1, "c")]
    [InlineData("throw 'boom'", 1, "")]
    public void Command_ends_with_the_exit_code_of_pwsh(string command, int code, string output)
    {
        using var folder = new TemporaryFolder();
        ShellProcess.Result result = ShellProcess.Run(folder.Path, null, "-NoProfile", "-Command", command);
        Assert.True(code == result.ExitCode, result.ToString());
        Assert.Equal(output, result.Output.Trim());
    }

    [Fact]
    public void Arguments_bind_by_name_by_position_and_as_switches()
    {
        const string Script = "param([string] $Name, [int] $Count, [switch] $Quick, [switch] $Slow) \"$Name|$($Count + 1)|$Quick|$Slow|$args\"";
        Assert.Equal("a b|4|True|False|rest", Run(Script, "-Quick", "-Count", "3", "-Name", "a b", "rest").Output.Trim());
        Assert.Equal("x|8|False|False|", Run(Script, "x", "7", "-Quick:$false").Output.Trim());
    }

    [Fact]
    public void Missing_arguments_are_an_error_and_no_question()
    {
        ShellProcess.Result result = Run("param([Parameter(Mandatory)] $Name) 'never'");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Name", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void Streams_go_where_pwsh_sends_them_without_escape_sequences()
    {
        ShellProcess.Result result = Run("""
            $VerbosePreference = 'Continue'
            'output'
            Write-Host 'host'
            Write-Warning 'careful'
            Write-Verbose 'detail'
            Write-Error 'mistake'
            Write-Progress 'working' -PercentComplete 50
            [pscustomobject]@{ Name = 'table'; Count = 3 }
            """);
        Assert.Equal(0, result.ExitCode);
        string[] lines = [.. result.Output.Split('\n').Select(l => l.TrimEnd()).Where(l => l.Length > 0)];
        Assert.Equal(["output", "host", "WARNING: careful", "VERBOSE: detail", "Name  Count", "----  -----", "table     3"], lines);
        Assert.Contains("mistake", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("working", result.Error + result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', result.Error + result.Output);
    }

    [Fact]
    public void Error_shows_place_message_recommendation_and_id()
    {
        ShellProcess.Result result = Run("Import-Module NDSeg\nImport-SegImage nowhere.tif");
        Assert.Contains("script.ps1:2", result.Error, StringComparison.Ordinal);
        Assert.Contains("   2 | Import-SegImage nowhere.tif", result.Error, StringComparison.Ordinal);
        Assert.Contains("nowhere.tif", result.Error, StringComparison.Ordinal);
        Assert.Contains("Recommendation: ", result.Error, StringComparison.Ordinal);
        Assert.Contains("[FileNotFound,NDSeg.PowerShell.Commands.ImportSegImageCommand]", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Script_knows_its_folder_and_its_module()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["script.ps1"], "Set-Location /\n$PSScriptRoot\n$MyInvocation.MyCommand.Name\n(New-SegModel).Algorithm\n(Get-Module NDSeg).Version");
        ShellProcess.Result result = ShellProcess.Run(folder.Path, null, folder["script.ps1"]);
        Assert.Equal([folder.Path, "script.ps1", "RandomForest"], result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(3).Select(l => l.Trim()));
    }

    [Fact]
    public void Wrong_command_line_says_how_to_use_it()
    {
        using var folder = new TemporaryFolder();
        foreach (string[] arguments in new string[][] { [], ["-Nonsense"], ["missing.ps1"] })
        {
            ShellProcess.Result result = ShellProcess.Run(folder.Path, null, arguments);
            Assert.Equal(64, result.ExitCode);
            Assert.NotEmpty(result.Error);
        }
    }

    [Fact]
    public void Stand_in_commands_give_what_the_real_ones_give()
    {
        ShellProcess.Result result = Run("""
            3, 1, 2 | Sort-Object -Descending | Select-Object -First 2
            (1..4 | Measure-Object -Sum -Maximum | ForEach-Object { "$($_.Count) $($_.Sum) $($_.Maximum)" })
            [pscustomobject]@{ A = 1.5; B = 'x "y"' } | ConvertTo-Csv
            [ordered]@{ a = 1; b = @($true, $null, 'ü'); c = [ordered]@{ d = 2.5 } } | ConvertTo-Json -Compress
            ('{"a":[1,2.5,"s"]}' | ConvertFrom-Json).a -join ','
            $null = New-Item -ItemType Directory deep
            'one', 'two' | Set-Content deep/file.txt
            'three' | Add-Content deep/file.txt
            (Get-Content deep/file.txt) -join ','
            Test-Path deep/file.txt -PathType Leaf
            Get-ChildItem deep -File | ForEach-Object Name
            (Get-FileHash deep/file.txt).Hash.Length
            Join-Path a b c
            Split-Path (Join-Path x y.tif) -LeafBase
            Remove-Item deep -Recurse
            Test-Path deep
            'b', 'a', 'b' | Group-Object | ForEach-Object { "$($_.Name)=$($_.Count)" }
            """);
        string separator = Path.DirectorySeparatorChar.ToString();
        string[] expected =
        [
            "3", "2", "4 10 4", "\"A\",\"B\"", "\"1.5\",\"x \"\"y\"\"\"", """{"a":1,"b":[true,null,"ü"],"c":{"d":2.5}}""", "1,2.5,s",
            "one,two,three", "True", "file.txt", "64", $"a{separator}b{separator}c", "y", "False", "b=2", "a=1",
        ];
        Assert.True(result.ExitCode == 0 && result.Error.Length == 0, result.ToString());
        Assert.Equal(expected, result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.TrimEnd()));
    }

    [Fact]
    public async Task Interrupt_stops_the_script()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new TemporaryFolder();
        const string Script = "try { [System.IO.File]::WriteAllText('started', ''); for (;;) { } } finally { [System.IO.File]::WriteAllText('cleaned', '') }";
        File.WriteAllText(folder["script.ps1"], "[Environment]::CurrentDirectory = $PSScriptRoot; " + Script);
        Task<ShellProcess.Result> run = Task.Run(() => ShellProcess.Run(folder.Path, null, folder["script.ps1"]));
        Assert.True(SpinWait.SpinUntil(() => File.Exists(folder["started"]), TimeSpan.FromSeconds(60)));
        foreach (int id in ProcessesRunning(folder["script.ps1"]))
        {
            using Process kill = Process.Start("kill", ["-INT", id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
        }

        ShellProcess.Result result = await run;
        Assert.True(result.ExitCode == 130, result.ToString());
        Assert.True(File.Exists(folder["cleaned"]));
    }

    private static ShellProcess.Result Run(string script, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["script.ps1"], script);
        return ShellProcess.Run(folder.Path, null, [folder["script.ps1"], .. arguments]);
    }

    private static IEnumerable<int> ProcessesRunning(string script)
        => Process.GetProcessesByName("dotnet").Where(p => CommandLine(p.Id).Contains(script, StringComparison.Ordinal)).Select(p => p.Id);

    private static string CommandLine(int process)
    {
        string file = $"/proc/{process}/cmdline";
        return File.Exists(file) ? File.ReadAllText(file) : string.Empty;
    }
}
