using EdgeFlow.Control.Answers;
using EdgeFlow.Control.Jobs;
using EdgeFlow.Control.Personal;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Applications.Manifests;
using EdgeFlow.Domain.Documents;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Ledger.World;
using EdgeFlow.Protocol.Branches;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Problems;

namespace EdgeFlow.Ledger.Branches;

/// <summary>Makes branches of a request; everything that is wrong is told at once, each with its place. Pure.</summary>
internal sealed class WhatIfReader(WhatIfRequest asked, WorldState world, WorldState later, DateTimeOffset from)
{
    // What comes to be known after the branch's beginning may be named too.
    private readonly WorldState names = world with { Nodes = later.Nodes, Links = later.Links };
    private readonly List<ProblemError> errors = [];
    private readonly List<BranchCommand> commands = [];

    /// <summary>The branches, or everything that is wrong.</summary>
    /// <param name="asked">The request.</param>
    /// <param name="world">The world at the branches' beginning.</param>
    /// <param name="later">The world at the end of the record.</param>
    /// <param name="from">When the branches begin.</param>
    public static Answer<IReadOnlyList<BranchSpec>> Read(
        WhatIfRequest asked, WorldState world, WorldState later, DateTimeOffset from) =>
        new WhatIfReader(asked, world, later, from).Read();

    private Answer<IReadOnlyList<BranchSpec>> Read()
    {
        Each(asked.Fail, "fail", text => commands.Add(ChangeText.Fail(text, names)));
        Each(asked.Link, "link", text => commands.Add(ChangeText.Link(text, names)));
        Each(asked.AddNode, "addNode", text => commands.AddRange(ChangeText.Node(text, names)));
        for (var k = 0; k < (asked.Submit?.Count ?? 0); k++)
        {
            Submit(asked.Submit![k], k);
        }

        var spec = new BranchSpec("", commands);
        Try("/policy", () => spec = asked.Policy is null
            ? spec : spec with { Policy = WhatIfWords.Policy(asked.Policy) });
        Try("/objective", () => spec = asked.Objective is null
            ? spec : spec with { Objective = WhatIfWords.Objective(asked.Objective) });
        IReadOnlyList<BranchSpec> specs = [];
        Try("/sweep", () => specs = asked.Sweep is { Count: > 0 } axes
            ? SweepAxes.Of(axes, spec, names) : [spec with { Label = LabelOf(spec) }]);
        if (specs.Any(branch => branch.Commands.Count > BranchLimits.MaxChanges))
        {
            errors.Add(new ProblemError(
                "", 0, 0, "a branch has too many changes", $"at most {BranchLimits.MaxChanges}"));
        }

        return errors.Count > 0
            ? Refusal.Of(ProblemKinds.InvalidBody, "what-if", errors)
            : new Answer<IReadOnlyList<BranchSpec>>(specs, null);
    }

    private static string LabelOf(BranchSpec spec)
    {
        var words = spec.Commands.Select(BranchChanges.Words)
            .Append(spec.Policy is null ? "" : $"policy {spec.Policy}")
            .Append(spec.Objective is null ? "" : $"objective {spec.Objective}")
            .Where(word => word.Length > 0).ToList();
        return words.Count == 0 ? BranchSpec.Same.Label : string.Join(", ", words);
    }

    private void Each(IReadOnlyList<string>? texts, string member, Action<string> read)
    {
        for (var k = 0; k < Math.Min(texts?.Count ?? 0, BranchLimits.MaxChanges + 1); k++)
        {
            var text = texts![k];
            Try($"/{member}/{k}", () => read(text));
        }
    }

    private void Try(string pointer, Action read)
    {
        try
        {
            read();
        }
        catch (FormatException wrong)
        {
            errors.Add(new ProblemError(pointer, 0, 0, wrong.Message, "see docs/ledger/branches.md"));
        }
    }

    private void Submit(WhatIfSubmission submit, int number)
    {
        var pointer = $"/submit/{number}";
        var after = TimeSpan.Zero;
        Try($"{pointer}/at", () => after = submit.At is null ? TimeSpan.Zero : ChangeText.After(submit.At));
        if (Application(submit, number, after) is not { } application)
        {
            return;
        }

        var name = application.Spec.Name.Value;
        var submission = (submit.Submission ?? new JobSubmission(name)) with { Application = name };
        var id = submission.Job ?? $"what-if-{number + 1}";
        if (!Name.IsValid(id) || world.Jobs.ContainsKey(new JobId(id)))
        {
            errors.Add(new ProblemError($"{pointer}/submission/job", 0, 0, "is taken or no name", Name.Rule));
            return;
        }

        var read = Submission.Read(submission, application.Spec, application.Version, id, from + after);
        if (read.Refusal is { } refusal)
        {
            errors.AddRange(refusal.Errors.Select(error => error with
            {
                Pointer = $"{pointer}/submission{error.Pointer}",
            }));
            return;
        }

        if (read.Value!.Parameters.Values.Any(PersonalMarks.Mentions))
        {
            // A branch that is kept keeps what was asked, as it was asked.
            errors.Add(new ProblemError(
                $"{pointer}/submission/parameters", 0, 0, "a branch keeps no personal data", "a text of no person"));
            return;
        }

        commands.Add(new SubmitInBranch(read.Value!, after));
    }

    // A manifest that is not known becomes an application of the branch's own, so that versions that are recorded later
    // keep their numbers.
    private (ApplicationSpec Spec, int Version)? Application(WhatIfSubmission submit, int number, TimeSpan after)
    {
        var pointer = $"/submit/{number}";
        if (submit.Manifest is null && Declared(submit.Submission?.Application, submit.Submission?.Version, world)
            is { } known)
        {
            return (known.Spec, known.Version);
        }

        var text = submit.Manifest
            ?? Declared(submit.Submission?.Application, submit.Submission?.Version, later)?.Manifest;
        if (text is null)
        {
            errors.Add(new ProblemError(
                $"{pointer}/submission/application", 0, 0, "there is no such application",
                "a manifest, or a declared application"));
            return null;
        }

        var read = ManifestReader.Read(text, DocumentFormat.Auto);
        if (read is ManifestRefused refused)
        {
            errors.AddRange(refused.Errors.Select(error => new ProblemError(
                $"{pointer}/manifest{error.Pointer}", error.Line, error.Column, error.Problem, error.Expected)));
            return null;
        }

        var manifest = (ManifestAccepted)read;
        if (world.Applications.GetValueOrDefault(manifest.Spec.Name)?.State.VersionOf(manifest.Hash) is { } version)
        {
            return (manifest.Spec, version);
        }

        var name = new ApplicationName($"what-if-{number + 1}");
        var taken = world.Applications.GetValueOrDefault(name)?.State.Version ?? 0;
        commands.Add(new DeclareInBranch(
            new DeclareApplication(name, manifest.Hash, manifest.Json, from + after), after));
        return (manifest.Spec with { Name = name }, taken + 1);
    }

    private static DeclaredVersion? Declared(string? name, int? version, WorldState at)
    {
        var application = Name.IsValid(name) ? at.Applications.GetValueOrDefault(new ApplicationName(name!)) : null;
        var number = version ?? application?.State.Version ?? 0;
        return application is null || number < 1 || number > application.Versions.Count
            ? null : application.Versions[number - 1];
    }
}
