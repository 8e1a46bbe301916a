namespace MontageAI.Farm.Tests;

/// <summary>One farm for all tests, one after the other: its nodes come and go with each.</summary>
[CollectionDefinition(Name)]
public sealed class FarmCollection : ICollectionFixture<FarmFixture>
{
    /// <summary>Its name.</summary>
    public const string Name = "farm";
}
