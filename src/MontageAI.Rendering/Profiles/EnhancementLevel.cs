namespace MontageAI.Rendering.Profiles;

/// <summary>How much of the costly part of a look a profile does. Colours, camera, speed and transitions are the same in all of
/// them.</summary>
public enum EnhancementLevel
{
    /// <summary>Nothing beyond colours: no steadying, sharpening, noise removal, grain.</summary>
    None,

    /// <summary>Steadying where asked for, and half of the sharpening.</summary>
    Basic,

    /// <summary>All of it.</summary>
    Full,
}
