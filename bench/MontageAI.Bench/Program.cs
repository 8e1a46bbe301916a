// One program, one subcommand per question: how fast (speed), how right (beats, shots).
switch (args.FirstOrDefault())
{
    default:
        Console.Error.WriteLine("Usage: montage-bench beats|shots|speed");
        return 2;
}
