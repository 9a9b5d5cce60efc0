using NDSeg.Shell;

return new ShellRunner(Console.Out, Console.Error).Run(args);
