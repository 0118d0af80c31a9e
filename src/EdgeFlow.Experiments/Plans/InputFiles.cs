using EdgeFlow.Domain.Documents;
using EdgeFlow.Domain.Serialization;
using EdgeFlow.Planning.Snapshots;

namespace EdgeFlow.Experiments.Plans;

/// <summary>
/// Reads what <c>edgeflow plan</c> is given: a network (a snapshot, of which only nodes must be there) and jobs (a list
/// of the snapshot's jobs, or application manifests), in JSON or YAML. Everything that is wrong in all files is told at
/// once.
/// </summary>
internal static class InputFiles
{
    /// <summary>Where the formats are described, for what is refused.</summary>
    public const string FormatHint = "The format is described by 'edgeflow plan schema'.";

    private const string ManifestKey = "apiVersion";
    private const string SchemaKey = "$schema";
    private const string JobsKey = "jobs";

    private static readonly TypedRules s_byHand = new(DomainJson.Options, SnapshotRanges.Of);

    /// <summary>Reads a network and jobs into one snapshot.</summary>
    /// <param name="network">The network's file.</param>
    /// <param name="jobs">Files of jobs; their jobs join those of the network's file.</param>
    /// <exception cref="InputException">A file is missing or not of its format.</exception>
    public static NetworkSnapshot Read(string network, IReadOnlyList<string> jobs)
    {
        var wrong = new List<string>();
        var snapshot = Network(network, wrong);
        var added = jobs.SelectMany(path => Jobs(path, wrong)).ToList();
        if (snapshot is null || wrong.Count > 0)
        {
            throw new InputException(string.Join('\n', wrong.Append(FormatHint)));
        }

        var all = snapshot.Jobs.Concat(added).ToList();
        var twice = all.GroupBy(j => j.Id).FirstOrDefault(g => g.Count() > 1);
        return twice is null ? snapshot with { Jobs = all }
            : throw new InputException($"the job {twice.Key} is given {twice.Count()} times; ids must be unique.");
    }

    /// <summary>The links that end at nodes which are not there, in words: they count as none, as those of a drained
    /// node do.</summary>
    public static IEnumerable<string> Loose(NetworkSnapshot snapshot)
    {
        var known = snapshot.Nodes.Select(n => n.Id).ToHashSet();
        return snapshot.Links.SelectMany(link => new[] { link.A, link.B }.Where(end => !known.Contains(end)).Take(1)
            .Select(end => $"the link {link.Id} ends at the node '{end}', which is not there: it counts as none"));
    }

    private static NetworkSnapshot? Network(string path, List<string> wrong)
    {
        var errors = new ErrorList();
        var root = Parsed(InputText.Of(path), errors);
        if (root is MapNode map)
        {
            SnapshotDefaults.Complete(map);
        }

        var snapshot = root is null ? null : TypedDocument.Read<NetworkSnapshot>(root, s_byHand, errors);
        if (snapshot is not null)
        {
            SnapshotFaults.Check((MapNode)root!, snapshot, errors);
        }

        return Kept(path, snapshot, errors, wrong);
    }

    private static IReadOnlyList<SnapshotJob> Jobs(string path, List<string> wrong)
    {
        var errors = new ErrorList();
        var text = InputText.Of(path);
        var root = Parsed(text, errors);
        if (root is MapNode map && map.Find(ManifestKey) is not null)
        {
            return ManifestJob.Read(text, errors) is { } job
                ? [job] : Kept<IReadOnlyList<SnapshotJob>>(path, null, errors, wrong) ?? [];
        }

        var list = root is null ? null : ListOf(root, errors);
        if (list is null)
        {
            return Kept<IReadOnlyList<SnapshotJob>>(path, null, errors, wrong) ?? [];
        }

        SnapshotDefaults.CompleteJobs(list);
        var jobs = TypedDocument.Read<List<SnapshotJob>>(list, s_byHand, errors);
        if (jobs is not null)
        {
            SnapshotFaults.Check(list, jobs, errors);
        }

        return Kept<IReadOnlyList<SnapshotJob>>(path, jobs, errors, wrong) ?? [];
    }

    // A list of jobs may stand by itself, or as the one value of an object.
    private static ListNode? ListOf(DocumentNode root, ErrorList errors)
    {
        if (root is ListNode list)
        {
            return list;
        }

        if (root is MapNode map && map.Find(JobsKey) is ListNode inner)
        {
            foreach (var key in map.Keys.Where(key => key != JobsKey))
            {
                errors.Add(
                    map[key], $"the key '{key}' is not known here", "an object with the key 'jobs' and no other");
            }

            return inner;
        }

        errors.Add(
            root, "here are no jobs", "a list of jobs, an object with a list 'jobs', or an application manifest");
        return null;
    }

    private static T? Kept<T>(string path, T? read, ErrorList errors, List<string> wrong)
        where T : class
    {
        if (errors.IsEmpty)
        {
            return read;
        }

        wrong.Add(InputText.Words(path, errors.ToImmutable()));
        return null;
    }

    /// <summary>A document of a text, without the name of its schema.</summary>
    public static DocumentNode? Parsed(string text, ErrorList errors)
    {
        var root = DocumentParser.Parse(text, DocumentFormat.Auto, errors, InputText.Bounds);
        // An editor that checks against the published schema is told of it by this key.
        (root as MapNode)?.Remove(SchemaKey);
        return root;
    }
}
