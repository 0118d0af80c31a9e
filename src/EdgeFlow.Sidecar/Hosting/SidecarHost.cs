using EdgeFlow.Sidecar.Engine;
using EdgeFlow.Sidecar.Grpc;
using EdgeFlow.Sidecar.Storage;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EdgeFlow.Sidecar.Hosting;

/// <summary>
/// Decides whether this process owns the instances. Any number of processes may share a database: one owns, the others
/// watch, pass calls on, and take over when the owner is dead or its lease lapses. Thread-safe.
/// </summary>
internal sealed class SidecarHost : IAsyncDisposable
{
    private readonly EmbeddedSidecarOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly string _address;
    private readonly NpgsqlDataSource _source;
    private readonly CancellationTokenSource _stop = new();
    private volatile OwnershipTerm? _term;
    private volatile string? _ownerAddress;
    private Ownership? _ownership;
    private Task _loop = Task.CompletedTask;
    private int _stopped;

    public SidecarHost(EmbeddedSidecarOptions options, TimeProvider clock, ILogger logger)
    {
        _options = options;
        _clock = clock;
        _logger = logger;
        var given = new NpgsqlConnectionStringBuilder(options.ConnectionString);
        var settings = new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            // The statements are few and always the same.
            MaxAutoPrepare = 64,
            AutoPrepareMinUsages = 2,
            Timeout = 5,
            CommandTimeout = 15,
            KeepAlive = 10,
            // Every statement goes by a key. Plans are made once, when the tables are empty, and a plan of that hour
            // would read the whole table for ever.
            Options = $"{given.Options} -c enable_seqscan=off -c jit=off".TrimStart(),
            ApplicationName = "edgeflow-sidecar",
        };
        _address = settings.ConnectionString;
        _source = new NpgsqlDataSourceBuilder(_address).Build();
    }

    /// <summary>The present term, or null while a peer owns the instances or nobody does.</summary>
    public OwnershipTerm? Term => _term;

    /// <summary>Where the owner serves, when it is a peer.</summary>
    public string? OwnerAddress => _ownerAddress;

    /// <summary>Prepares the schema and waits until it is known who owns the instances.</summary>
    /// <param name="address">Where peers reach this process.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="NpgsqlException">PostgreSQL does not answer.</exception>
    public async Task Start(string address, CancellationToken cancel)
    {
        await SidecarSchema.Ensure(_source, cancel).ConfigureAwait(false);
        var holder = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():N}";
        _ownership = new Ownership(
            _address, holder, address, _options.OwnershipLease, _options.OwnerReturn);
        // The first look is not part of the loop: what is wrong at the start must reach the caller.
        await Beat(_ownership).WaitAsync(cancel).ConfigureAwait(false);
        _loop = Task.Run(() => Watch(_ownership), CancellationToken.None);
    }

    /// <summary>Commits what was accepted, gives the ownership back and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _stopped, 1) == 1)
        {
            return;
        }

        // The loop first: without a term it would take the ownership anew, and fence off what is not committed yet.
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        var term = _term;
        _term = null;
        if (term is not null)
        {
            await term.Engine.DisposeAsync().ConfigureAwait(false);
            await GiveBack(term).ConfigureAwait(false);
        }

        await EndSession().ConfigureAwait(false);
        await _source.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    /// <summary>
    /// Stops as a killed process would: nothing more is committed, the sessions end and the lease is left. For tests
    /// of recovery.
    /// </summary>
    public async Task Abort()
    {
        if (Interlocked.Exchange(ref _stopped, 1) == 0)
        {
            await _stop.CancelAsync().ConfigureAwait(false);
            _term?.Engine.End(new OwnershipLostException("The sidecar was aborted."));
            await _loop.ConfigureAwait(false);
            _term = null;
            await EndSession().ConfigureAwait(false);
            await _source.DisposeAsync().ConfigureAwait(false);
            _stop.Dispose();
        }
    }

    private ValueTask EndSession() => _ownership?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task Watch(Ownership ownership)
    {
        while (!_stop.IsCancellationRequested)
        {
            await Pause().ConfigureAwait(false);
            try
            {
                await Beat(ownership).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception problem)
            {
                // A host's loop goes on. Mostly the database is away: then an owner's commits are tried again, and the
                // fence guards them.
                _logger.OwnershipUnknown(problem);
            }
        }
    }

    private async Task Beat(Ownership ownership)
    {
        if (_term is { } term)
        {
            // Not given up when this process stops: that would end the session, and without its sign of life a peer
            // would take over before what was accepted is stored.
            if (term.Engine.Failure.IsCompleted
                || !await ownership.Renew(term.Token, CancellationToken.None).ConfigureAwait(false))
            {
                await EndTerm(term).ConfigureAwait(false);
            }
            else
            {
                return;
            }
        }

        if (await ownership.TryAcquire(_stop.Token).ConfigureAwait(false) is not { } token)
        {
            _ownerAddress = await ownership.OwnerAddress(_stop.Token).ConfigureAwait(false);
            return;
        }

        _ownerAddress = null;
        var reader = new InstanceReader(_source);
        var unfinished = await reader.LoadUnfinished(_stop.Token).ConfigureAwait(false);
        var store = new CommitStore(_source, token, _options, _clock, _logger);
        var engine = new WorkflowEngine(store, token, unfinished, _options, _clock, _logger);
        var clients = new ClientCalls(engine, reader, new InstancePurge(_source), _clock);
        _term = new OwnershipTerm(
            token, engine, new UnaryCalls(clients, new WorkerCalls(engine), _options.MaxMessageBytes));
        _logger.OwnershipTaken(token, unfinished.Count);
    }

    private async Task EndTerm(OwnershipTerm term)
    {
        _term = null;
        term.Engine.End(new OwnershipLostException("Another sidecar took the workflow instances over."));
        var cause = await term.Engine.Failure.ConfigureAwait(false);
        _logger.OwnershipEnded(term.Token, cause.Message, cause.InnerException);
        await term.Engine.DisposeAsync().ConfigureAwait(false);
    }

    private async Task Pause()
    {
        try
        {
            var delay = Task.Delay(_options.OwnershipBeat, _clock, _stop.Token);
            await Task.WhenAny(delay, _term?.Engine.Failure ?? delay).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Stopping: the loop's condition tells.
        }
    }

    private async Task GiveBack(OwnershipTerm term)
    {
        try
        {
            using var limit = new CancellationTokenSource(_options.OwnershipBeat, _clock);
            await _ownership!.Release(term.Token, limit.Token).ConfigureAwait(false);
        }
        catch (Exception late) when (late is NpgsqlException or OperationCanceledException)
        {
            // The lease lapses by itself.
            _logger.OwnershipUnknown(late);
        }
    }
}
