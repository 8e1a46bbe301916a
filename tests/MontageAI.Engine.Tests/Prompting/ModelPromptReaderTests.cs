using System.Text.Json;
using MontageAI.Editing.Prompts;
using MontageAI.Editing.Styles;
using MontageAI.Engine.Prompting;
using MontageAI.Engine.Settings;
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
    [InlineData("[]", 200, true, "cannot be read")]
    [InlineData("""{"choices":[null]}""", 200, true, "empty")]
    [InlineData("""{"choices":[{"message":{"content":null,"refusal":"I will not."}}]}""", 200, true, "refused: I will not")]
    [InlineData("""{"choices":[{"message":{"content":"{"},"finish_reason":"length"}]}""", 200, true, "cut off")]
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
    public async Task ReadAsync_AnswerThatStopsOnItsWay_EndsAtTheLimit()
    {
        await using FakeModel server = new(new FakeAnswer(Good) { StopsAfter = 40 });

        ModelFailedException e = await Assert.ThrowsAsync<ModelFailedException>(() =>
            Reader(server, 0.3).ReadAsync("warm", TestContext.Current.CancellationToken)
        );

        Assert.Contains("0.3 s", e.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_Cancelled_IsNoFailureOfTheModel()
    {
        await using FakeModel server = new(content: null);
        using CancellationTokenSource cancel = new();
        Task<PromptReading> reading = Reader(server).ReadAsync("warm", cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task ReadAsync_BusyAndThenNot_IsAskedOnceMore(int status)
    {
        await using FakeModel server = new(new FakeAnswer("busy", status, Raw: true, ("Retry-After", "0")), new FakeAnswer(Good));

        PromptReading reading = await Reader(server).ReadAsync("warm", TestContext.Current.CancellationToken);

        Assert.Equal("travel", reading.Style);
        Assert.Equal(2, server.Requests.Count);
        Assert.Equal(server.Requests[0], server.Requests[1]);
    }

    [Fact]
    public async Task ReadAsync_BusyAgain_IsNotAskedAThirdTime()
    {
        await using FakeModel server = new(new FakeAnswer("busy", 503, Raw: true, ("Retry-After", "0")));

        ModelFailedException e = await Assert.ThrowsAsync<ModelFailedException>(() =>
            Reader(server).ReadAsync("warm", TestContext.Current.CancellationToken)
        );

        Assert.Contains("503", e.Reason, StringComparison.Ordinal);
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData("3600")]
    [InlineData("Fri, 01 May 2026 11:00:00 GMT")]
    public async Task ReadAsync_BusyForLongerThanTheLimit_IsNotWaitedFor(string until)
    {
        await using FakeModel server = new(
            new FakeAnswer("busy", 429, Raw: true, ("Date", "Fri, 01 May 2026 10:00:00 GMT"), ("Retry-After", until))
        );

        ModelFailedException e = await Assert.ThrowsAsync<ModelFailedException>(() =>
            Reader(server).ReadAsync("warm", TestContext.Current.CancellationToken)
        );

        Assert.Contains("wait 3600 s", e.Reason, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task ReadAsync_HugeAnswer_IsNotReadToItsEnd()
    {
        await using FakeModel server = new(new FakeAnswer(new string('a', 3 * ModelEndpoint.LargestAnswer)));

        ModelFailedException e = await Assert.ThrowsAsync<ModelFailedException>(() =>
            Reader(server).ReadAsync("warm", TestContext.Current.CancellationToken)
        );

        Assert.Contains("longer than 1 MiB", e.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task ReadAsync_Redirect_IsNotFollowed(int status)
    {
        await using FakeModel elsewhere = new(Good);
        await using FakeModel server = new(new FakeAnswer("", status, Raw: true, ("Location", elsewhere.Address + "/chat/completions")));

        ModelFailedException e = await Assert.ThrowsAsync<ModelFailedException>(() =>
            Reader(server, key: "sk-secret").ReadAsync("warm", TestContext.Current.CancellationToken)
        );

        Assert.Contains($"status {status}", e.Reason, StringComparison.Ordinal);
        Assert.Empty(elsewhere.Requests);
    }

    [Theory]
    [InlineData("sk-secret", """{"error":{"message":"Incorrect API key provided: sk-secret."}}""")]
    [InlineData("sk-secret\n", "")]
    [InlineData("sk-secret with spaces", "")]
    public async Task ReadAsync_WrongKey_IsNeverRepeated(string key, string body)
    {
        await using FakeModel server = new(new FakeAnswer(body, 401, Raw: true));

        ModelFailedException e = await Assert.ThrowsAsync<ModelFailedException>(() =>
            Reader(server, key: key).ReadAsync("warm", TestContext.Current.CancellationToken)
        );

        Assert.Contains("key", e.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("sk-secret", e.ToString(), StringComparison.Ordinal);
        Assert.All(server.Authorizations, a => Assert.Equal("Bearer sk-secret", a));
    }

    [Fact]
    public void LanguageModel_Printed_HidesItsSecrets()
    {
        LanguageModel model = new()
        {
            Endpoint = new Uri("https://me:password@example.org/v1?api-key=secret"),
            Model = "test-model",
            Key = "sk-secret",
        };

        Assert.Equal("LanguageModel { test-model at https://example.org/v1 }", model.ToString());
    }

    [Fact]
    public async Task ReadAsync_HostsOwnClient_SendsTheRequestAndStaysTheHosts()
    {
        await using FakeModel server = new(Good);
        using HttpMessageInvoker client = new(new SocketsHttpHandler());
        LanguageModel model = new()
        {
            Endpoint = new Uri(server.Address + "/?api-version=1"),
            Model = "test-model",
            Client = client,
        };

        await new ModelPromptReader(model).ReadAsync("warm", TestContext.Current.CancellationToken);
        await new ModelPromptReader(model).ReadAsync("warm", TestContext.Current.CancellationToken);

        Assert.Equal(2, server.Requests.Count);
        Assert.StartsWith("/v1/chat/completions?api-version=1\n", server.Requests[0], StringComparison.Ordinal);
        Assert.Null(server.Authorizations[0]);
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

    private static ModelPromptReader Reader(FakeModel server, double seconds = 30, string? key = null) =>
        new(
            new LanguageModel
            {
                Endpoint = server.Address,
                Model = "test-model",
                Key = key,
                TimeLimit = TimeSpan.FromSeconds(seconds),
            }
        );
}
