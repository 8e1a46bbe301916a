namespace MontageAI.Engine.Jobs;

/// <summary>How speech is found.</summary>
public enum SpeechMethod
{
    /// <summary>By the learned network; by energy and rhythm where it is not there, and the report says so.</summary>
    Auto,

    /// <summary>By energy and rhythm.</summary>
    Energy,
}
