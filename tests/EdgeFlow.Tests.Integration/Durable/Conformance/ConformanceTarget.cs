using System.Collections.Concurrent;
using EdgeFlow.Durable;
using Xunit;

namespace EdgeFlow.Tests.Integration.Durable.Conformance;

/// <summary>
/// A sidecar that the suite runs against. All cases begin when the target is ready, some at a time, because most of
/// their time is waiting; each test then waits for its own.
/// </summary>
public abstract class ConformanceTarget : IAsyncLifetime
{
    private const int AtOnce = 10;
    private readonly SemaphoreSlim _room = new(AtOnce);
    private readonly Dictionary<string, Task> _outcomes = [];
    private readonly ConcurrentBag<TargetApp> _apps = [];
    private readonly Lazy<Task<TargetApp>> _other;
    private TargetApp? _home;

    protected ConformanceTarget() => _other = new(OpenOther);

    /// <summary>Why the target is not here; null when it is.</summary>
    public virtual string? Missing => null;

    /// <summary>Whether it is a Dapr sidecar.</summary>
    public virtual bool IsDapr => false;

    /// <summary>The application whose worker knows every workflow of the suite.</summary>
    public TargetApp Home => _home!;

    /// <summary>A second application, whose worker knows what <see cref="Cases.MultiAppCases"/> calls there.</summary>
    public Task<TargetApp> Other() => _other.Value;

    /// <summary>Makes an application of its own, with no worker.</summary>
    public async Task<TargetApp> NewApp(string appId)
    {
        var app = await Open(appId);
        _apps.Add(app);
        return app;
    }

    public async Task InitializeAsync()
    {
        if (Missing is not null)
        {
            return;
        }

        await Start();
        _home = await NewApp("home");
        var books = ConformanceCase.Books(this);
        await _home.StartWorker(worker => AddAll(worker, books));
        foreach (var item in ConformanceCase.All.Where(item => Reason(item) is null && IsChosen(item)))
        {
            _outcomes[item.Name] = RunCase(item, books.Single(book => book.GetType() == item.Method.DeclaringType));
        }
    }

    public async Task DisposeAsync()
    {
        await Task.WhenAll(_outcomes.Values).ContinueWith(_ => { }, TaskScheduler.Default);
        foreach (var app in _apps)
        {
            await app.DisposeAsync();
        }

        await Stop();
        _room.Dispose();
    }

    /// <summary>Ends as the case did, or skips the test with the reason.</summary>
    internal async Task Outcome(ConformanceCase item)
    {
        Skip.If(Missing is not null, Missing);
        Skip.If(Reason(item) is not null, Reason(item));
        Skip.If(!IsChosen(item), "EDGEFLOW_CASES chose others");
        await _outcomes[item.Name];
    }

    /// <summary>Why this target does not run a case; null when it does.</summary>
    internal string? Reason(ConformanceCase item) => IsDapr ? item.Mark.NotOnDapr : item.Mark.NotEmbedded;

    /// <summary>Registers all that the suite runs.</summary>
    public static void AddAll(WorkflowWorker worker, IEnumerable<CaseBook> books)
    {
        foreach (var book in books)
        {
            book.AddTo(worker);
        }
    }

    protected abstract Task Start();

    protected abstract Task<TargetApp> Open(string appId);

    protected abstract Task Stop();

    private async Task<TargetApp> OpenOther()
    {
        var other = await NewApp("other");
        await other.StartWorker(Cases.MultiAppCases.AddToOther);
        return other;
    }

    // To look at one case alone: a part of its name in this variable.
    private static bool IsChosen(ConformanceCase item) => item.Name.Contains(
        Environment.GetEnvironmentVariable("EDGEFLOW_CASES") ?? "", StringComparison.Ordinal);

    private async Task RunCase(ConformanceCase item, CaseBook book)
    {
        await _room.WaitAsync();
        try
        {
            await item.Run(book);
        }
        finally
        {
            _room.Release();
        }
    }
}
