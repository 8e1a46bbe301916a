using MontageAI.Storage.Tests.Support;

return args is ["worker", ..] ? await Worker.RunAsync(args[1..]) : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
