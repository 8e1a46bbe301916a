// One program, one subcommand per question: how fast (speed), how right (beats, shots).
switch (args.FirstOrDefault())
{
    case "shots":
        return await MontageAI.Bench.Shots.ShotsBench.RunAsync(args[1..]).ConfigureAwait(false);
    default:
        Console.Error.WriteLine("Usage: montage-bench beats|shots|speed");
        return 2;
}
