using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using MontageAI.Studio.Settings;

namespace MontageAI.Studio.Tests.Browser;

/// <summary>Reloads, other windows, and servers that are gone for a while: nothing is lost.</summary>
[Collection(PageCollection.Name)]
public sealed class TogetherTests(Chromium browser, MadeMontage montage)
{
    [BrowserFact]
    public async Task AReload_ComesBackToTheSamePlan()
    {
        await using Visitor visitor = await montage.VisitAsync(browser);
        await visitor.ChooseAsync((await montage.PlanAsync())["shots"]![1]!);
        (_, JsonNode locked) = await visitor.ChangeAsync(montage.Project, () => visitor.PressAsync("p"));

        await visitor.Page.ReloadAsync();
        await visitor.CompleteAsync();

        Assert.Equal((int)locked["revision"]!, await visitor.RevisionAsync());
        await Assertions.Expect(visitor.Rows.Nth(1)).ToContainTextAsync("locked");
    }

    [BrowserFact]
    public async Task TwoPages_SeeEachOthersEdits()
    {
        await using Visitor one = await montage.VisitAsync(browser);
        await using Visitor two = await one.AnotherAsync();
        await two.GoToAsync(montage.Id);
        JsonArray shots = (await montage.PlanAsync())["shots"]!.AsArray();

        await one.ChooseAsync(shots[1]!);
        await one.ChangeAsync(montage.Project, () => one.PressAsync("p"));
        await Assertions.Expect(two.Timeline).ToHaveAttributeAsync("data-revision", await one.NumberAsync("revision"));
        await Assertions.Expect(two.Rows.Nth(1)).ToContainTextAsync("locked");

        await two.ChooseAsync(shots[2]!);
        await two.ChangeAsync(montage.Project, () => two.PressAsync("p"));
        await Assertions.Expect(one.Timeline).ToHaveAttributeAsync("data-revision", await two.NumberAsync("revision"));
        await one.PressAsync("Control+z");
        await Assertions.Expect(two.Rows.Nth(2)).Not.ToContainTextAsync("locked");
        Assert.Empty(one.Errors.Concat(two.Errors));
    }

    [BrowserFact]
    public async Task AnEditThatCameTooLate_IsTakenBack_AndCanBeDoneAllTheSame()
    {
        await using Visitor late = await Visitor.OpenAsync(browser, montage.Studio);
        // This one hears nothing of what others do.
        await late.Page.RouteAsync("**/api/events", route => route.AbortAsync());
        await using Visitor early = await montage.VisitAsync(browser);
        await late.GoToAsync(montage.Id);
        JsonArray shots = (await montage.PlanAsync())["shots"]!.AsArray();
        await late.ChooseAsync(shots[2]!);
        await early.ChooseAsync(shots[1]!);
        await early.ChangeAsync(montage.Project, () => early.PressAsync("p"));

        await late.PressAsync("p");
        await Assertions.Expect(late.Page.GetByText("taken back: the montage was changed elsewhere")).ToBeVisibleAsync();
        await Assertions.Expect(late.Timeline).ToHaveAttributeAsync("data-revision", await early.NumberAsync("revision"));
        await Assertions.Expect(late.Rows.Nth(1)).ToContainTextAsync("locked");
        await late.Page.GetByRole(AriaRole.Button, new() { Name = "Do it all the same" }).ClickAsync();
        await Assertions.Expect(late.Rows.Nth(2)).ToContainTextAsync("locked");
        await Assertions.Expect(late.Page.GetByTestId("saved")).ToHaveTextAsync("saved");
        Assert.True((bool)(await montage.PlanAsync())["shots"]![2]!["locked"]!);
    }

    [BrowserFact]
    public async Task AServerThatIsKilled_AndStartedAgain_LosesNothing()
    {
        int port = FreePort();
        await using Studio studio = await Studio.StartAsync(clips: 3);
        string project = await studio.ProjectAsync();
        await studio.PlanAsync(project);
        await studio.EndAsync();
        string token;
        Process server = Start(studio, port, out token);
        try
        {
            await using Visitor visitor = await Visitor.OpenAtAsync(browser, studio, new Uri($"http://127.0.0.1:{port}/"), token);
            await visitor.GoToAsync(project[(project.LastIndexOf('/') + 1)..]);
            await visitor.PressAsync("ArrowDown");
            await visitor.PressAsync("p");
            await Assertions.Expect(visitor.Page.GetByTestId("saved")).ToHaveTextAsync("saved");
            string before = await visitor.NumberAsync("revision");

            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
            await Assertions.Expect(visitor.Page.GetByTestId("server-gone")).ToBeVisibleAsync();
            // What is loaded goes on: it plays, and it is edited.
            await visitor.PressAsync("ArrowDown");
            await visitor.PressAsync("p");
            await Assertions.Expect(visitor.Rows.Nth(2)).ToContainTextAsync("locked");
            await Assertions.Expect(visitor.Page.GetByTestId("saved")).ToHaveTextAsync("not sent yet");
            Assert.Equal(before, await visitor.NumberAsync("revision"));

            server.Dispose();
            server = Start(studio, port, out _);
            await Assertions.Expect(visitor.Page.GetByTestId("server-gone")).ToBeHiddenAsync();
            await Assertions.Expect(visitor.Page.GetByTestId("saved")).ToHaveTextAsync("saved");
            await visitor.CompleteAsync();
            Assert.Equal(int.Parse(before, CultureInfo.InvariantCulture) + 1, await visitor.RevisionAsync());
            await visitor.Page.ReloadAsync();
            await visitor.CompleteAsync();
            await Assertions.Expect(visitor.Rows.Nth(1)).ToContainTextAsync("locked");
            await Assertions.Expect(visitor.Rows.Nth(2)).ToContainTextAsync("locked");
            Assert.Empty(visitor.Errors);
        }
        finally
        {
            if (!server.HasExited)
            {
                server.Kill(entireProcessTree: true);
                await server.WaitForExitAsync();
            }

            server.Dispose();
            await studio.BeginAsync();
        }
    }

    // What was being made is made by the next server, and the page, which was never left, shows it.
    [BrowserFact(Long = true)]
    public async Task AServerThatIsKilledInMidJob_GoesOnWithIt_AndThePageGoesOnWithTheServer()
    {
        int port = FreePort();
        await using Studio studio = await Studio.StartAsync(clips: 8);
        string project = await studio.ProjectAsync();
        await studio.RestAsync();
        await studio.EndAsync();
        Process server = Start(studio, port, out string token);
        try
        {
            await using Visitor visitor = await Visitor.OpenAtAsync(browser, studio, new Uri($"http://127.0.0.1:{port}/"), token);
            IPage page = visitor.Page;
            await page.GotoAsync($"http://127.0.0.1:{port}/#project={project[(project.LastIndexOf('/') + 1)..]}");
            await page.GetByLabel("Length in seconds").FillAsync("8");
            await page.GetByTestId("make").ClickAsync();
            await Assertions.Expect(page.GetByTestId("make")).ToContainTextAsync("Being made");
            await AgainAsync(visitor);
            await visitor.CompleteAsync();
            await Assertions.Expect(visitor.Player).ToBeVisibleAsync();

            await page.GetByTestId("open-deliver").ClickAsync();
            await page.GetByText("High", new() { Exact = true }).ClickAsync();
            await page.GetByTestId("render").ClickAsync();
            await Assertions.Expect(page.GetByTestId("job")).ToContainTextAsync("Rendering the film");
            await AgainAsync(visitor);
            await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Download" })).ToBeVisibleAsync();
            string jobs = await page.EvaluateAsync<string>("async () => (await fetch('/api/jobs')).text()");
            JsonNode[] all = [.. JsonNode.Parse(jobs)!.AsArray().Select(j => j!)];
            Assert.Equal("done 2", all.Where(j => (string)j["kind"]! == "plan").Select(Told).Single());
            Assert.Equal("done 2", all.Where(j => (string)j["kind"]! == "render").Select(Told).Single());
            Assert.Empty(visitor.Errors);
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
            server.Dispose();
            await studio.BeginAsync();
        }

        static string Told(JsonNode job) => $"{job["status"]} {job["attempts"]}";

        async Task AgainAsync(Visitor visitor)
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
            server.Dispose();
            await Assertions.Expect(visitor.Page.GetByTestId("server-gone")).ToBeVisibleAsync();
            server = Start(studio, port, out _);
            await Assertions.Expect(visitor.Page.GetByTestId("server-gone")).ToBeHiddenAsync();
        }
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // The program itself, which can be killed.
    private static Process Start(Studio studio, int port, out string token)
    {
        ProcessStartInfo info = new(Path.Combine(AppContext.BaseDirectory, "montage-ai-studio")) { RedirectStandardOutput = true };
        string[] arguments =
        [
            "--root",
            studio.Root,
            "--projects",
            studio.File("projects"),
            "--cache-dir",
            studio.File("store"),
            "--cores",
            "2",
            "--port",
            port.ToString(CultureInfo.InvariantCulture),
        ];
        foreach (string argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        Process server = Process.Start(info)!;
        string ready = server.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The server did not start.");
        token = Uri.UnescapeDataString(ready.Split("#token=")[1].Trim());
        return server;
    }
}
