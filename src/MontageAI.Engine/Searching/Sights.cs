using System.Globalization;
using MontageAI.Detection;
using MontageAI.Engine.Jobs;
using MontageAI.Errors;
using MontageAI.Models.Catalogue;

namespace MontageAI.Engine.Searching;

/// <summary>What on this machine sees what pictures show: a model of pictures and words where one was added, else one of things.</summary>
internal sealed class Sights(JobContext context)
{
    /// <summary>The best that there is; null where there is none. A model that was added and cannot be used is in the report.</summary>
    public IPictureSight? Best()
    {
        (IPictureEmbedder? embedder, string? problem) = context.Models.Pictures;
        Tell(problem);
        if (embedder is not null)
        {
            return new EmbeddedSight(embedder);
        }

        (IObjectDetector? detector, problem) = context.Models.Objects;
        Tell(problem);
        return detector is null ? null : new ObjectSight(detector);
    }

    /// <summary>Says that nothing sees what pictures show, and what would.</summary>
    public Phrase WhatWouldHelp()
    {
        return $"Nothing on this machine sees what pictures show. {Remedy.AddModel}: {Offer(ModelKind.Clip)} knows any words, "
            + $"{Offer(ModelKind.Objects)} 80 kinds of things.";
    }

    /// <summary>Says that a model knows none of some words, and what would.</summary>
    /// <param name="sight">Who was asked.</param>
    /// <param name="words">The words.</param>
    public Phrase WhyUnknown(IPictureSight sight, string words)
    {
        if (sight is ObjectSight)
        {
            return $"'{words}' names none of the 80 kinds of things that the model '{sight.Name}' knows. Use words such as person, dog, "
                + $"car, boat, or {Remedy.AddModel}: {Offer(ModelKind.Clip)} knows any words.";
        }

        return $"'{words}' means nothing to the model '{sight.Name}'. Say it in plain English.";
    }

    /// <summary>Which model would look for words that a reader of wishes did not understand; empty where one does already.</summary>
    public static string Help(IPictureSight? sight) =>
        sight is EmbeddedSight ? "" : $" With the learned model {Offer(ModelKind.Clip)} such words would be looked for in the pictures.";

    private static string Offer(ModelKind kind)
    {
        CatalogueEntry entry = ModelCatalogue.Entries.Where(e => e.Kind == kind && e.IsUsed).MinBy(e => e.Bytes)!;
        return string.Create(CultureInfo.InvariantCulture, $"'{entry.Name}' ({entry.Bytes / 1e6:0.#} MB, {entry.Licence})");
    }

    private void Tell(string? problem)
    {
        if (problem is not null)
        {
            context.Recorder.Degrade("a model that was added is not used", $"{problem}.", "Pictures are seen without it.");
        }
    }
}
