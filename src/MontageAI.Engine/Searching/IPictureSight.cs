using MontageAI.Media;

namespace MontageAI.Engine.Searching;

/// <summary>Something that sees what pictures show, and finds among them by words. Safe for threads.</summary>
internal interface IPictureSight
{
    /// <summary>Name of its model for people.</summary>
    string Name { get; }

    /// <summary>Name and version of the method, part of the key under which results are kept.</summary>
    string Algorithm { get; }

    /// <summary>Longer side in pixels of the pictures that it wants of a stream.</summary>
    int LongSide(VideoStreamInfo stream);

    /// <summary>What is kept of a picture.</summary>
    byte[] See(SmallFrame picture);

    /// <summary>A question to pictures that were seen.</summary>
    /// <param name="words">Plain English.</param>
    PictureQuestion Ask(string words);
}

/// <summary>A question to pictures.</summary>
/// <param name="Score">How well a picture fits, of what was kept of it; higher is better, rounded so that the last bits decide
/// nothing.</param>
/// <param name="IsUnderstood">False where no word of it means anything to the model.</param>
/// <param name="Unknown">Words that the model does not know.</param>
internal sealed record PictureQuestion(Func<byte[], float> Score, bool IsUnderstood, IReadOnlyList<string> Unknown);
