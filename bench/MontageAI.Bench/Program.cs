// One program, one subcommand per question: how fast (speed), how right (beats, shots).
switch (args.FirstOrDefault())
{
    case "beats":
        return await MontageAI.Bench.Beats.BeatsBench.RunAsync(args[1..]);
    default:
        Console.Error.WriteLine("Usage: montage-bench beats|shots|speed");
        return 2;
}
