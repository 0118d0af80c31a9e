using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Documents;
using EdgeFlow.Domain.Jobs.Submissions;
using EdgeFlow.Domain.Units;
using Xunit;
using static EdgeFlow.Tests.Domain.Manifests;

namespace EdgeFlow.Tests.Domain;

/// <summary>What a submission means over the application's defaults; a wrong one gets all its errors.</summary>
public class SubmissionReaderTests
{
    private static readonly ApplicationSpec Application = Spec(WithTasks(
        "    - { id: a, stage: { builtin: burn, with: { multiplyAdds: 5, outputBytes: 9 } } }\n"
        + "    - { id: b, stage: { external: \"http://127.0.0.1:1/\" }, needs: [a] }\n",
        "  rate: { required: 2, wished: 4 }\n  priority: 7\n  latency: 1s\n"));

    [Fact]
    public void Read_OnlyTheApplication_KeepsItsDefaults()
    {
        var submission = Accepted("""{"application":"app"}""");

        Assert.Equal(Application.Demand, submission.DemandOver(Application));
        Assert.Null(submission.Version);
        Assert.Empty(submission.Parameters);
        Assert.Empty(submission.CheckAgainst(Application));
    }

    [Fact]
    public void Read_Everything_IsTaken()
    {
        var submission = Accepted("""
            application: app
            version: 3
            mode: stream
            frames: 40
            rate: { wished: 3 frames/s }
            latency: 250ms
            priority: 9
            whenInfeasible: refuse
            parameters: { a: { outputBytes: 10, more: [1] } }
            """);

        Assert.Equal(3, submission.Version);
        Assert.Equal(
            new JobDemand(
                JobMode.Stream, new FrameRate(2), new FrameRate(3), new Milliseconds(250), 9, 40,
                WhenInfeasible.Refuse),
            submission.DemandOver(Application));
        Assert.Equal("""{"more":[1],"outputBytes":10}""", submission.Parameters["a"]);
        Assert.Equal(
            """{"more":[1],"multiplyAdds":5,"outputBytes":10}""",
            StageParameters.Override(Application.Tasks[0].Stage.Parameters, submission.Parameters["a"]));
    }

    [Fact]
    public void Read_ManyMistakes_AreAllNamed()
    {
        var refused = Assert.IsType<SubmissionRefused>(SubmissionReader.Read("""
            { "application": "App", "version": 0, "mode": "batsh", "frames": 1.5, "parametres": {}, "parameters": [] }
            """));

        Assert.Equal(
            ["/application", "/version", "/mode", "/frames", "/parametres", "/parameters"],
            refused.Errors.Select(error => error.Pointer));
        Assert.Contains(
            refused.Errors, error => error.Expected.StartsWith("did you mean 'parameters'?", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{ application: app, parameters: { c: {} } }", "/parameters/c")]
    [InlineData("{ application: app, parameters: { b: { url: \"http://evil/\" } } }", "/parameters/b")]
    [InlineData("{ application: app, rate: { required: 5 } }", "/rate")]
    public void CheckAgainst_WhatDoesNotFit_IsNamed(string text, string pointer) =>
        Assert.Equal(pointer, Assert.Single(Accepted(text).CheckAgainst(Application)).Pointer);

    [Fact]
    public void Read_HostileText_IsRefused()
    {
        Assert.IsType<SubmissionRefused>(SubmissionReader.Read(new string('[', 5_000)));
        Assert.IsType<SubmissionRefused>(SubmissionReader.Read(new string('a', 100_000_000)));
        Assert.IsType<SubmissionRefused>(SubmissionReader.Read("application: app", DocumentFormat.Json));
    }

    private static Submission Accepted(string text) =>
        Assert.IsType<SubmissionAccepted>(SubmissionReader.Read(text)).Submission;
}
