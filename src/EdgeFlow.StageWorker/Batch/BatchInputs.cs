using System.Runtime.CompilerServices;
using EdgeFlow.Channels.Artifacts;
using EdgeFlow.Channels.Frames;
using EdgeFlow.Protocol.Directives;
using EdgeFlow.Protocol.Frames;
using EdgeFlow.StageWorker.Hosting;
using EdgeFlow.StageWorker.Sources;
using EdgeFlow.StageWorker.Stages;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.StageWorker.Batch;

/// <summary>
/// The input frames of a batch task: made by number for a source, else read from the artifacts of the tasks it needs.
/// </summary>
internal sealed class BatchInputs(ArtifactStore store, ArtifactClient client, TimeProvider time, ILogger logger)
{
    /// <summary>Has all input artifacts on this node's disk.</summary>
    /// <exception cref="InputLostException">One cannot be had.</exception>
    public async Task<IReadOnlyList<(string From, string Path)>> Fetch(
        TaskDirective directive, AttemptMeter meter, CancellationToken cancel)
    {
        var files = new List<(string From, string Path)>();
        foreach (var input in directive.Inputs)
        {
            files.Add((input.From, store.Find(input.Artifact)
                ?? await FetchOne(directive.Job, input, meter, cancel).ConfigureAwait(false)));
        }

        return files;
    }

    /// <summary>The frames for a source: numbered, without parts.</summary>
    /// <exception cref="StageException">Nobody says how many there are.</exception>
    public IEnumerable<FrameWork> Make(TaskDirective directive, long? frameCount)
    {
        var total = directive.Frames ?? frameCount ?? throw new StageException(
            "EndlessSource", $"Task '{directive.Task}' never ends; a batch job must say how many frames it takes.");
        for (var id = 0L; id < total; id++)
        {
            var at = time.GetUtcNow().ToUnixTimeMilliseconds();
            yield return new FrameWork(
                id, new Dictionary<string, Frame> { [SourceLoop.Input] = new Frame(id, at, []) });
        }
    }

    /// <summary>Reads the artifacts side by side; every one has the same frames in the same order.</summary>
    /// <exception cref="StageException">They have not.</exception>
    public static async IAsyncEnumerable<FrameWork> Join(
        IReadOnlyList<(string From, string Path)> files, [EnumeratorCancellation] CancellationToken cancel)
    {
        var streams = files.Select(file => File.OpenRead(file.Path)).ToList();
        try
        {
            var readers = streams
                .Select(stream => FrameCodec.ReadAll(stream, cancel).GetAsyncEnumerator(cancel)).ToList();
            while (true)
            {
                var inputs = new Dictionary<string, Frame>(StringComparer.Ordinal);
                for (var i = 0; i < readers.Count; i++)
                {
                    if (await readers[i].MoveNextAsync().ConfigureAwait(false))
                    {
                        inputs.Add(files[i].From, readers[i].Current);
                    }
                }

                if (inputs.Count == 0)
                {
                    yield break;
                }

                var id = inputs.Values.First().Id;
                yield return inputs.Count == files.Count && inputs.Values.All(frame => frame.Id == id)
                    ? new FrameWork(id, inputs)
                    : throw new StageException("FrameMismatch", $"The inputs differ at frame {id}: "
                        + string.Join(", ", files.Select(file =>
                            $"{file.From} has {(inputs.TryGetValue(file.From, out var frame) ? frame.Id : -1)}")));
            }
        }
        finally
        {
            streams.ForEach(stream => stream.Dispose());
        }
    }

    private async Task<string> FetchOne(
        string job, TaskInput input, AttemptMeter meter, CancellationToken cancel)
    {
        var temp = store.NewTemp();
        try
        {
            await client.Fetch(
                input.Address, input.Artifact, input.Bytes, input.BandwidthBitsPerSecond, temp, cancel)
                .ConfigureAwait(false);
            meter.Fetched(input.From, input.Bytes);
            return store.Adopt(job, input.Artifact, temp);
        }
        catch (ArtifactException e)
        {
            logger.LogWarning("The output of task {Task} of job {Job} is lost: {Reason}", input.From, job, e.Message);
            throw new InputLostException(input.From, e.Message, e);
        }
        finally
        {
            File.Delete(temp);
        }
    }
}
