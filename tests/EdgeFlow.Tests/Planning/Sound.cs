using System.Text;
using EdgeFlow.Planning;
using EdgeFlow.Planning.Snapshots;
using EdgeFlow.Planning.Verification;
using Xunit;

namespace EdgeFlow.Tests.Planning;

/// <summary>What must hold for every plan of every test: the verifier is content, planning again changes nothing, and
/// the bytes repeat.</summary>
internal static class Sound
{
    public static Proposal Plan(NetworkSnapshot snapshot, ulong seed = 1, IPolicy? policy = null)
    {
        var proposal = Planner.Plan(snapshot, seed, policy);
        var violations = PlanVerifier.Check(snapshot, proposal);
        Assert.True(violations.Count == 0, string.Join('\n', violations));
        Assert.Equal(Text(proposal), Text(Planner.Plan(snapshot, seed, policy)));

        var again = Planner.Plan(snapshot.Adopt(proposal), seed, policy);
        Assert.True(again.Changed.Count == 0, string.Join('\n', again.Report.Jobs.Select(j => $"{j.Job}: {j.Reason}")));
        Assert.Equal(Text(proposal with { Report = again.Report, Parent = 0, Changed = [] }),
            Text(again with { Parent = 0 }));
        return proposal;
    }

    public static string Text(Proposal proposal) => Encoding.UTF8.GetString(SnapshotCanonical.Bytes(proposal));
}
