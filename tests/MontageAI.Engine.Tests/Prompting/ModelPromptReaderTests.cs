using System.Text.Json;
using MontageAI.Editing.Prompts;
using MontageAI.Editing.Styles;
using MontageAI.Engine.Prompting;
using MontageAI.Time;

namespace MontageAI.Engine.Tests.Prompting;

/// <summary>A wish read by a language model behind a real HTTP endpoint on this machine.</summary>
public sealed class ModelPromptReaderTests
{
    private const string Good = """
        {"style":"travel","arc":"slow_burn","order":"time","aspect":"9:16","durationSeconds":45,
         "set":[{"parameter":"look.temperature","value":0.5},{"parameter":"craft.people","value":3}],
         "understood":[{"words":"warm","meaning":"warmer colours"}],"notUnderstood":["like in 1999"]}
        """;

    [Fact]
    public async Task ReadAsync_AnswerInTheSchema_BecomesAReading()
    {
        await using FakeModel server = new(Good);

        PromptReading reading = await Reader(server).ReadAsync("warm, my friends, like in 1999", TestContext.Current.CancellationToken);

        Assert.Equal("travel", reading.Style);
        Assert.Equal("slow_burn", reading.Arc);
        Assert.Equal(new Rational(9, 16), reading.Aspect);
        Assert.Equal(45, reading.DurationSeconds);
        Assert.Equal(["like in 1999"], reading.NotUnderstood);
        Style style = PromptedStyle.Apply(StyleLibrary.Find("travel"), reading).Style;
        Assert.Equal(0.5, style.Look.Temperature);
        Assert.Equal(3, style.Craft.People);
        Assert.Equal(StoryShape.SlowBurn, style.Pacing.Arc);
    }

    [Fact]
    public async Task ReadAsync_WhatIsSent_IsTheWishAndTheSchemaAndNothingOfTheMachine()
    {
        await using FakeModel server = new(Good);

        await Reader(server).ReadAsync("warm", TestContext.Current.CancellationToken);

        string[] request = Assert.Single(server.Requests).Split('\n', 2);
        Assert.Equal("/v1/chat/completions", request[0]);
        JsonElement body = JsonDocument.Parse(request[1]).RootElement;
        Assert.Equal("warm", body.GetProperty("messages")[1].GetProperty("content").GetString());
        Assert.Equal("json_schema", body.GetProperty("response_format").GetProperty("type").GetString());
        Assert.True(body.GetProperty("response_format").GetProperty("json_schema").GetProperty("strict").GetBoolean());
        Assert.DoesNotContain(Environment.MachineName, request[1], StringComparison.Ordinal);
        Assert.DoesNotContain(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), request[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        """{"set":[{"parameter":"look.temperature","value":7}],"understood":[],"notUnderstood":[]}""",
        200,
        false,
        "look.temperature is 7"
    )]
    [InlineData("""{"set":[{"parameter":"look.magic","value":1}],"understood":[],"notUnderstood":[]}""", 200, false, "look.magic")]
    [InlineData("""{"set":[],"understood":[],"notUnderstood":[],"mood":"good"}""", 200, false, "mood")]
    [InlineData("""{"set":[]}""", 200, false, "schema")]
    [InlineData("""{"style":"noir","set":[],"understood":[],"notUnderstood":[]}""", 200, false, "noir")]
    [InlineData("Sure! Here is your style.", 200, false, "schema")]
    [InlineData("", 200, false, "empty")]
    [InlineData("<html>no</html>", 200, true, "cannot be read")]
    [InlineData("{}", 200, true, "")]
    [InlineData("""{"error":{"message":"no such model"}}""", 404, true, "404")]
    [InlineData("busy", 503, true, "503")]
    public async Task ReadAsync_AnythingElse_IsRefusedWithItsReason(string content, int status, bool raw, string expected)
    {
        await using FakeModel server = new(content, status, raw);

        ModelFailedException e = await Assert.ThrowsAsync<ModelFailedException>(() =>
            Reader(server).ReadAsync("warm", TestContext.Current.CancellationToken)
        );

        Assert.Contains(expected, e.Reason, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task ReadAsync_NoAnswer_EndsAtTheLimit()
    {
        await using FakeModel server = new(content: null);

        ModelFailedException e = await Assert.ThrowsAsync<ModelFailedException>(() =>
            Reader(server, 0.3).ReadAsync("warm", TestContext.Current.CancellationToken)
        );

        Assert.Contains("0.3 s", e.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_NobodyThere_SaysSo()
    {
        FakeModel server = new(Good);
        await server.DisposeAsync();

        ModelFailedException e = await Assert.ThrowsAsync<ModelFailedException>(() =>
            Reader(server).ReadAsync("warm", TestContext.Current.CancellationToken)
        );

        Assert.Contains("reached", e.Reason, StringComparison.Ordinal);
    }

    private static ModelPromptReader Reader(FakeModel server, double seconds = 30) =>
        new(
            new LanguageModel
            {
                Endpoint = server.Address,
                Model = "test-model",
                TimeLimit = TimeSpan.FromSeconds(seconds),
            }
        );
}
