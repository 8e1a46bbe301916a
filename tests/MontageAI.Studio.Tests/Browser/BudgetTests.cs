using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace MontageAI.Studio.Tests.Browser;

/// <summary>
/// The page with 500 clips and 500 shots, and after many edits: figures are printed, and what must not grow is compared with itself.
/// <c>MONTAGE_DRILL_EDITS</c> says how many edits (1000 before a release, docs/studio.md).
/// </summary>
[Collection(PageCollection.Name)]
public sealed class BudgetTests(Chromium browser, MadeMontage montage, ITestOutputHelper output)
{
    private const int Many = 500;
    private const double SeekBudget = 50;

    // Runs in the page: drawn when the timeline has all shots and two more pictures were painted after that.
    private const string NoteDrawn = """
        new MutationObserver((_, watch) => {
          const shots = Number(document.querySelector('[data-testid=timeline]')?.dataset.shots ?? 0);
          if (shots < 500) return;
          watch.disconnect();
          requestAnimationFrame(() => requestAnimationFrame(() => (window.drawnAfter = performance.now())));
        }).observe(document, { subtree: true, childList: true, attributes: true });
        """;

    // Pans and zooms by the wheel, an event for each picture of the screen; gives the times between pictures.
    private const string Turn = """
        async () => {
          const raf = window.ownRaf ??= window.requestAnimationFrame;
          let spent = 0;
          window.painted = 0;
          window.requestAnimationFrame = (run) => raf((t) => {
            const begun = performance.now();
            run(t);
            spent += performance.now() - begun;
            window.painted++;
          });
          window.work = [];
          const canvas = document.querySelector('[data-testid=timeline] canvas');
          const box = canvas.getBoundingClientRect();
          const between = [];
          let last = await new Promise((go) => raf(go));
          for (let i = 0; i < 180; i++) {
            // As people's events do: between two pictures, so that each asks for a picture of its own.
            await new Promise((go) => {
              const { port1, port2 } = new MessageChannel();
              port1.onmessage = go;
              port2.postMessage(0);
            });
            const zooms = i % 60 < 30;
            const deltaY = zooms ? (i % 60 < 15 ? -60 : 40) : i % 2 ? 90 : -70;
            canvas.dispatchEvent(new WheelEvent('wheel',
              { deltaY, ctrlKey: zooms, clientX: box.left + 400 + i, clientY: box.top + 150, bubbles: true, cancelable: true }));
            const now = await new Promise((go) => raf(go));
            between.push(now - last);
            window.work.push(spent);
            spent = 0;
            last = now;
          }
          window.requestAnimationFrame = raf;
          return between.slice(5);
        }
        """;

    // The same time without anything to draw: what the machine itself does to pictures of the screen.
    private const string Rest = """
        async () => {
          const between = [];
          let last = await new Promise(requestAnimationFrame);
          for (let i = 0; i < 60; i++) {
            const now = await new Promise(requestAnimationFrame);
            between.push(now - last);
            last = now;
          }
          return between;
        }
        """;

    // Notes what made frames long: the scripts that ran in them, and layout that they forced.
    private const string NoteLong = """
        (() => {
          window.longFrames = [];
          try {
            new PerformanceObserver((list) => {
              for (const e of list.getEntries()) {
                const layout = e.duration - (e.styleAndLayoutStart - e.startTime);
                const scripts = e.scripts.map(
                  (s) => `${s.invoker} ${s.duration.toFixed()} (layout ${s.forcedStyleAndLayoutDuration.toFixed()})`);
                window.longFrames.push(`${e.duration.toFixed()} ms, layout and style ${layout.toFixed()}: ${scripts.join('; ')}`);
              }
            }).observe({ type: 'long-animation-frame' });
          } catch { /* An older browser. */ }
        })()
        """;

    // Scrubs: from the pointer's event until the frame is on the screen.
    private const string Scrub = """
        async () => {
          const canvas = document.querySelector('[data-testid=timeline] canvas');
          const video = document.querySelector('[data-testid=player]');
          const box = canvas.getBoundingClientRect();
          const at = (kind, x) => canvas.dispatchEvent(new PointerEvent(kind,
            { pointerId: 1, pointerType: 'mouse', clientX: box.left + x, clientY: box.top + 20, bubbles: true, isPrimary: true }));
          canvas.setPointerCapture = () => {};
          const took = [];
          at('pointerdown', 60);
          for (let i = 0; i < 60; i++) {
            await new Promise(done => setTimeout(done, 30));
            const begun = performance.now();
            const shown = new Promise(done => video.requestVideoFrameCallback(done));
            at('pointermove', 80 + i * 3);
            // One that does not come at all ends the round: the figure is beyond all bounds then.
            const came = await Promise.race([shown.then(() => true), new Promise(done => setTimeout(done, 5000))]);
            if (!came) return Array(60).fill(performance.now() - begun);
            took.push(performance.now() - begun);
          }
          at('pointerup', 260);
          return took.slice(5);
        }
        """;

    // From a key until the player says that the picture on the screen is the next revision's.
    private const string EditToPicture = """
        (key) => new Promise((done) => {
          const player = document.querySelector('[data-testid=player]');
          const was = Number(player.dataset.shown);
          const begun = performance.now();
          new MutationObserver((_, watch) => {
            if (Number(player.dataset.shown) <= was) return;
            watch.disconnect();
            done(performance.now() - begun);
          }).observe(player, { attributes: true, attributeFilter: ['data-shown'] });
          const code = key === '.' ? 'Period' : 'Comma';
          document.body.dispatchEvent(new KeyboardEvent('keydown', { key, code, bubbles: true, cancelable: true }));
        })
        """;

    [BrowserFact(Long = true)]
    public async Task FiveHundredClipsAndShots_AreThere_AndTheTimelineTurnsAndScrubs()
    {
        await using Visitor visitor = await montage.VisitAsync(browser);
        (JsonNode project, JsonNode plan) = Growth.Of(
            Many,
            await montage.Studio.SendAsync(HttpMethod.Get, montage.Project),
            await montage.PlanAsync()
        );
        await visitor.Page.RouteAsync($"**{montage.Project}", r => FulfilAsync(r, project));
        await visitor.Page.RouteAsync($"**{montage.Project}/plan", r => FulfilAsync(r, plan));
        await visitor.Page.AddInitScriptAsync(NoteDrawn);
        double few = Nth(await visitor.Page.EvaluateAsync<double[]>(Turn), 0.95);
        List<double> drawn = [];
        for (int i = 0; i < 5; i++)
        {
            await visitor.Page.ReloadAsync();
            await visitor.Page.WaitForFunctionAsync("() => window.drawnAfter > 0");
            drawn.Add(await visitor.Page.EvaluateAsync<double>("() => window.drawnAfter"));
        }

        Assert.Equal(Many, int.Parse(await visitor.NumberAsync("shots"), CultureInfo.InvariantCulture));
        await Assertions.Expect(visitor.Page.GetByTestId("bin")).ToContainTextAsync($"Footage · {Many} clips");
        await visitor.CompleteAsync();
        // Keys answer at once, wherever the film is entered.
        await visitor.PressAsync("End");
        await visitor.AtFrameAsync((int)(long)plan["frames"]! - 1);
        await visitor.PressAsync("Home");
        await visitor.AtFrameAsync(0);
        await visitor.PressAsync("\\");
        double[] frames = await visitor.Page.EvaluateAsync<double[]>(Turn);
        await visitor.PressAsync("\\");
        await visitor.PressAsync("+");
        await visitor.PressAsync("Home");
        // Single seeks are late where others use the machine, so one round of several must keep the budget.
        double[] seeks = await visitor.Page.EvaluateAsync<double[]>(Scrub);
        for (int round = 1; round < 8 && Nth(seeks, 0.95) > SeekBudget; round++)
        {
            output.WriteLine($"seek to picture, another round: median {Nth(seeks, 0.5):0.0}, p95 {Nth(seeks, 0.95):0.0} ms");
            seeks = await visitor.Page.EvaluateAsync<double[]>(Scrub);
        }

        output.WriteLine(
            $"{Many} clips, {Many} shots: drawn {drawn.Min():0} to {drawn.Max():0} ms after the reload; pan and zoom, a frame: median "
                + $"{Nth(frames, 0.5):0.0}, p95 {Nth(frames, 0.95):0.0}, most {frames.Max():0.0} ms (p95 with few shots {few:0.0}); seek to"
                + $" picture: median {Nth(seeks, 0.5):0.0}, p95 {Nth(seeks, 0.95):0.0} ms; load {File.ReadAllText("/proc/loadavg").Trim()}"
        );
        // A hundred times as much to draw must not take several times as long.
        Assert.InRange(Nth(frames, 0.5), 0, 4 * Math.Max(few, 1000.0 / 60));
        // The best of five loads: what the page needs, and not what else the machine did.
        Assert.InRange(drawn.Min(), 0, 1000);
        Assert.InRange(Nth(seeks, 0.95), 0, SeekBudget);
        Assert.Empty(visitor.Errors);
    }

    // The budget: no picture of the screen later than 32 ms. Other programs make single ones late, so one round of several must keep it,
    // and what the machine does where nothing is drawn counts for it.
    [BrowserFact(Long = true)]
    public async Task PanAndZoom_OfFiveHundredClipsAndShots_HaveNoLatePicture()
    {
        const double budget = 32;
        await using Visitor visitor = await montage.VisitAsync(browser);
        (JsonNode project, JsonNode plan) = Growth.Of(
            Many,
            await montage.Studio.SendAsync(HttpMethod.Get, montage.Project),
            await montage.PlanAsync()
        );
        await visitor.Page.RouteAsync($"**{montage.Project}", r => FulfilAsync(r, project));
        await visitor.Page.RouteAsync($"**{montage.Project}/plan", r => FulfilAsync(r, plan));
        await visitor.Page.AddInitScriptAsync(NoteLong);
        await visitor.Page.ReloadAsync();
        await Assertions.Expect(visitor.Timeline).ToHaveAttributeAsync("data-shots", $"{Many}");
        List<double> most = [];
        double[]? work = null;
        bool isKept = false;
        for (int round = 0; round < 10 && !isKept; round++)
        {
            double[] rest = await visitor.Page.EvaluateAsync<double[]>(Rest);
            double[] frames = await visitor.Page.EvaluateAsync<double[]>(Turn);
            most.Add(frames.Max());
            double[] spent = await visitor.Page.EvaluateAsync<double[]>("() => window.work");
            Assert.InRange(await visitor.Page.EvaluateAsync<int>("() => window.painted"), frames.Length, int.MaxValue);
            work = work is null ? spent : [.. work.Zip(spent, Math.Min)];
            isKept = frames.Max() <= Math.Max(budget, 1.5 * rest.Max());
            output.WriteLine(
                $"round {round}: most {frames.Max():0.0} ms, late {frames.Count(f => f > budget)} of {frames.Length}, median "
                    + $"{Nth(frames, 0.5):0.0}; at rest most {rest.Max():0.0}, late {rest.Count(f => f > budget)} of {rest.Length}"
            );
        }

        string[] late = await visitor.Page.EvaluateAsync<string[]>("() => window.longFrames");
        output.WriteLine(
            $"drawing itself, the best of {most.Count} for each picture: most {work!.Max():0.0} ms, median {Nth(work!, 0.5):0.0}"
        );
        output.WriteLine("long frames:\n" + string.Join('\n', late));
        // Half of a picture's time is for all else that a browser does.
        Assert.InRange(work!.Max(), 0, budget / 2);
        Assert.True(
            isKept,
            $"In every round one picture was late; the least of the latest was {most.Min():0.0} ms.\n{string.Join('\n', late)}"
        );
        Assert.Empty(visitor.Errors);
    }

    // The budget: 150 ms in the median and 500 at most from a key to the edit's own picture, which may be a draft. The median is held here;
    // single ones are as late as others make the machine, so the latest is printed.
    [BrowserFact(Long = true)]
    public async Task AnEdit_IsOnTheScreenAtOnce()
    {
        await using Visitor visitor = await montage.VisitAsync(browser);
        JsonNode shot = (await montage.PlanAsync())["shots"]!.AsArray().First(s => (double)s!["in"]! < 1.5 && (int)s["index"]! > 0)!;
        await visitor.ChooseAsync(shot);
        bool isKept = false;
        for (int round = 0; round < 5 && !isKept; round++)
        {
            await montage.Studio.RestAsync();
            List<double> took = [];
            for (int i = 0; i < 9; i++)
            {
                took.Add(await visitor.Page.EvaluateAsync<double>(EditToPicture, i % 3 == 2 ? "," : "."));
                await visitor.CompleteAsync();
            }

            isKept = Nth([.. took], 0.5) <= 150;
            output.WriteLine(
                $"edit to its picture, round {round}: median {Nth([.. took], 0.5):0}, most {took.Max():0} ms; load "
                    + File.ReadAllText("/proc/loadavg").Trim()
            );
        }

        Assert.True(isKept, "In no round was the edit's picture there in time.");
        Assert.Empty(visitor.Errors);
    }

    [BrowserFact(Long = true)]
    public async Task ManyEdits_LeaveTheMemoryAsItWas()
    {
        int edits = LongForm.Of("MONTAGE_DRILL_EDITS", 120);
        await using Visitor visitor = await montage.VisitAsync(browser);
        ICDPSession session = await visitor.Page.Context.NewCDPSessionAsync(visitor.Page);
        await visitor.ChooseAsync((await montage.PlanAsync())["shots"]![1]!);
        double early = 0;
        for (int i = 0; i < edits; i++)
        {
            string before = await visitor.NumberAsync("revision");
            await visitor.PressAsync(
                i % 4 == 3 ? ","
                : i % 4 == 2 ? "."
                : "p"
            );
            await Assertions.Expect(visitor.Timeline).Not.ToHaveAttributeAsync("data-revision", before);
            await Assertions.Expect(visitor.Page.GetByTestId("saved")).ToHaveTextAsync("saved");
            early = i == edits / 4 ? await HeapAsync() : early;
        }

        double late = await HeapAsync();
        output.WriteLine($"{edits} edits: {early / 1e6:0.0} MB of script memory after a quarter of them, {late / 1e6:0.0} MB at the end");
        Assert.InRange(late, 0, (1.25 * early) + 1e6);
        Assert.Empty(visitor.Errors);

        async Task<double> HeapAsync()
        {
            await session.SendAsync("HeapProfiler.collectGarbage");
            System.Text.Json.JsonElement? used = await session.SendAsync("Runtime.getHeapUsage");
            return used!.Value.GetProperty("usedSize").GetDouble();
        }
    }

    private static Task FulfilAsync(IRoute route, JsonNode body) =>
        route.Request.Method == "GET"
            ? route.FulfillAsync(new RouteFulfillOptions { ContentType = "application/json", Body = body.ToJsonString() })
            : route.ContinueAsync();

    private static double Nth(double[] values, double share) => values.Order().ElementAt((int)(share * (values.Length - 1)));
}
