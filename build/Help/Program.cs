using NDSeg.Help;

if (args.Length != 2)
{
    Console.Error.WriteLine("usage: ndseg-help <NDSeg.PowerShell.dll> <help file to write>");
    return 64;
}

var docs = new DocumentationComments(Path.GetDirectoryName(Path.GetFullPath(args[0]))!);
IReadOnlyList<CommandHelp> commands = CommandReader.Read(args[0], docs);
string[] gaps = [.. commands.SelectMany(c => c.Gaps())];
foreach (string gap in gaps)
{
    Console.Error.WriteLine($"error NDSEG001: {gap}");
}

if (gaps.Length > 0)
{
    return 1;
}

MamlWriter.Write(args[1], commands);
return 0;
