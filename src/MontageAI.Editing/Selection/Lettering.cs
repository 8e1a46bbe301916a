namespace MontageAI.Editing.Selection;

/// <summary>What a slot thinks of letters of the footage that a candidate shows in it.</summary>
internal enum Lettering
{
    /// <summary>There are none, or its clip has them all over and has its turn like others.</summary>
    None,

    /// <summary>A title: what was shown once before is liked more.</summary>
    Title,

    /// <summary>They may not be here, where the film begins, drops or ends.</summary>
    Barred,
}
