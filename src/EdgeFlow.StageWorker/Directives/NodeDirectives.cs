using EdgeFlow.Channels.Artifacts;
using EdgeFlow.Channels.Direct;
using EdgeFlow.Protocol.Directives;
using EdgeFlow.StageWorker.Batch;
using EdgeFlow.StageWorker.Hosting;
using EdgeFlow.StageWorker.Stages;

namespace EdgeFlow.StageWorker.Directives;

/// <summary>
/// What the control plane can ask of this node. Names in directives become paths and addresses, so they are checked
/// here, once. Safe for concurrent use.
/// </summary>
public sealed class NodeDirectives
{
    private readonly StageHost stages;
    private readonly BatchHost batch;

    internal NodeDirectives(StageHost stages, BatchHost batch) => (this.stages, this.batch) = (stages, batch);

    /// <summary>Hosts the node's part of a stream job.</summary>
    /// <exception cref="DirectiveFailedException">
    /// With error type <c>StaleEpoch</c>, <c>BadDirective</c> or the stage's own.
    /// </exception>
    public Task<HostReport> Host(HostDirective directive, CancellationToken cancel) => Classified(() =>
    {
        CheckNames([directive.Job, .. directive.Tasks.Select(task => task.Task),
            .. directive.Tasks.SelectMany(task => task.Inputs.Select(flow => flow.From)),
            .. directive.Tasks.SelectMany(task => task.Outputs.Select(flow => flow.To)),
            .. directive.Relays.SelectMany(relay => new[] { relay.From, relay.To })]);
        CheckDistinct("tasks", directive.Tasks.Select(task => task.Task));
        CheckDistinct("relays", directive.Relays.Select(relay => $"{relay.From} to {relay.To}"));
        foreach (var task in directive.Tasks)
        {
            CheckDistinct($"inputs of '{task.Task}'", task.Inputs.Select(flow => flow.From));
            CheckDistinct($"outputs of '{task.Task}'", task.Outputs.Select(flow => flow.To));
        }

        CheckAddresses([.. directive.Tasks.SelectMany(task => task.Inputs.Select(flow => flow.Address)),
            .. directive.Tasks.SelectMany(task => task.Outputs.Select(flow => flow.NextHop)),
            .. directive.Relays.Select(relay => relay.NextHop)]);
        return stages.Host(directive, cancel);
    });

    /// <summary>Stops a job here. Idempotent.</summary>
    /// <exception cref="DirectiveFailedException">With error type <c>BadDirective</c>.</exception>
    public Task<bool> Stop(StopDirective directive) => Classified(async () =>
    {
        CheckNames([directive.Job]);
        await stages.Stop(directive).ConfigureAwait(false);
        batch.Stop(directive);
        return true;
    });

    /// <summary>Runs one attempt at a batch task.</summary>
    /// <exception cref="DirectiveFailedException">
    /// With error type <c>StaleEpoch</c>, <c>InputLost</c>, <c>BadDirective</c> or the stage's own.
    /// </exception>
    public Task<TaskReport> RunTask(TaskDirective directive, CancellationToken cancel) => Classified(() =>
    {
        CheckNames([directive.Job, directive.Task, .. directive.Inputs.Select(input => input.From)]);
        CheckAddresses([.. directive.Inputs.Select(input => input.Address)]);
        Require(directive.Attempt > 0, $"The attempt {directive.Attempt} is not positive.");
        Require(directive.Inputs.All(input => ArtifactHash.IsValid(input.Artifact)), "An artifact's hash is none.");
        return batch.Run(directive, cancel);
    });

    /// <summary>True when the model of a kept result has the bytes that it had then.</summary>
    /// <exception cref="DirectiveFailedException">
    /// With error type <c>ModelChanged</c>, <c>StaleEpoch</c> or <c>BadDirective</c>.
    /// </exception>
    public Task<bool> CheckKept(KeptDirective directive, CancellationToken cancel) => Classified(() =>
    {
        CheckNames([directive.Job, directive.Task]);
        Require(ArtifactHash.IsValid(directive.ModelHash), "The model's hash is none.");
        return batch.Check(directive, cancel);
    });

    private static async Task<T> Classified<T>(Func<Task<T>> act)
    {
        try
        {
            return await act().ConfigureAwait(false);
        }
        catch (StageException e)
        {
            throw new DirectiveFailedException(e.ErrorType, isNonRetriable: true, e);
        }
        catch (StaleEpochException e)
        {
            throw new DirectiveFailedException(e.ErrorType, isNonRetriable: true, e);
        }
        catch (InputLostException e)
        {
            throw new DirectiveFailedException(e.ErrorType, isNonRetriable: true, e);
        }
        catch (IOException e)
        {
            throw new DirectiveFailedException("Disk", isNonRetriable: false, e);
        }
    }

    private static void CheckNames(IReadOnlyList<string> names)
    {
        var bad = names.FirstOrDefault(name => !PathName.IsValid(name));
        Require(bad is null, $"'{bad}' is not a name.");
    }

    private static void CheckDistinct(string what, IEnumerable<string> names)
    {
        var twice = names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        Require(twice is null, $"The {what} name '{twice?.Key}' twice.");
    }

    private static void CheckAddresses(IReadOnlyList<string> addresses)
    {
        var bad = addresses.FirstOrDefault(address =>
            !Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"));
        Require(bad is null, $"'{bad}' is not the address of a node.");
    }

    private static void Require(bool holds, string wrong)
    {
        if (!holds)
        {
            throw new StageException("BadDirective", wrong);
        }
    }
}
