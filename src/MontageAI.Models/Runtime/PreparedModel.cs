using Microsoft.ML.OnnxRuntime;
using MontageAI.Models.Graphs;

namespace MontageAI.Models.Runtime;

/// <summary>A model file as it is loaded: what its exporter fixed for no reason made free, and its numbers as they are wanted. Every change
/// but the first, which changes nothing that is computed, is kept only where a trial shows that it does no harm.</summary>
/// <param name="File">The file.</param>
/// <param name="TakesBatches">Whether it takes any number of items.</param>
/// <param name="BatchProblem">Why it does not, where that was asked for.</param>
/// <param name="IsHalf">Whether it computes in halves.</param>
internal sealed record PreparedModel(byte[] File, bool TakesBatches, string? BatchProblem, bool IsHalf)
{
    /// <summary>Prepares a file.</summary>
    /// <param name="file">The file as it came.</param>
    /// <param name="place">Where it will run.</param>
    /// <param name="trial">What it is tried with.</param>
    /// <param name="batches">Whether it shall take several items at a time.</param>
    /// <exception cref="OnnxRuntimeException">It is no model, or one that the library cannot run.</exception>
    public static PreparedModel Of(byte[] file, InferencePlace place, TrialInput trial, bool batches)
    {
        byte[] fixedFile = Change(file, g => g.FixInitialisers() > 0) ?? file;
        PreparedModel prepared = new(fixedFile, false, null, false);
        if (batches)
        {
            byte[] free = Change(fixedFile, BatchRepair.Apply) ?? fixedFile;
            string? problem = BatchTrial.Problem(fixedFile, free, place, trial);
            prepared = problem is null ? prepared with { File = free, TakesBatches = true } : prepared with { BatchProblem = problem };
        }

        return place.Precision is ModelPrecision.Half ? Halve(prepared, place, trial) : prepared;
    }

    /// <summary>Changes a file.</summary>
    /// <returns>The changed file; null where nothing was changed, or where it cannot be read.</returns>
    internal static byte[]? Change(byte[] file, Func<OnnxGraph, bool> change)
    {
        try
        {
            return OnnxGraph.TryRead(file) is { } graph && change(graph) ? graph.ToBytes() : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static PreparedModel Halve(PreparedModel full, InferencePlace place, TrialInput trial)
    {
        byte[]? half = Change(full.File, HalfPrecision.Apply);
        string? problem = half is null ? "it holds something that cannot be made halves" : HalfTrial.Problem(full.File, half, place, trial);
        if (problem is null)
        {
            return full with { File = half!, IsHalf = true };
        }

        place.Depart(new ModelDeparture("a learned model computes in 32 bits instead of 16", $"{problem}.", "It takes longer."));
        return full;
    }
}
