using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Applications.Manifests;
using EdgeFlow.Domain.Documents;
using EdgeFlow.Tests.Golden;
using Xunit;
using static EdgeFlow.Tests.Domain.Manifests;

namespace EdgeFlow.Tests.Domain;

/// <summary>What a right manifest means, and that a wrong one gets all its errors at their places.</summary>
public class ManifestReaderTests
{
    public static TheoryData<string> Samples => [.. SampleFiles.Select(file => Path.GetFileName(file)!)];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Read_Sample_CanonicalFormReadsBackTheSame(string sample)
    {
        var text = File.ReadAllText(SampleFiles.Single(file => Path.GetFileName(file) == sample));

        var first = Accepted(text);
        var again = Accepted(first.Json, DocumentFormat.Json);

        Assert.Equal(first.Json, again.Json);
        Assert.Equal(first.Hash, again.Hash);
        Assert.Equal(Path.GetFileNameWithoutExtension(sample), first.Spec.Name.Value);
    }

    [Fact]
    public void Read_ReadDocuments_IsTheChainOfSixTasks()
    {
        var text = File.ReadAllText(SampleFiles.Single(file => Path.GetFileName(file) == "read-documents.yaml"));
        var tasks = Spec(text).Tasks;

        Assert.Equal(
            ["capture-folder", "find-text", "crop-text", "turn-text", "recognise-text", "gather-text"],
            tasks.Select(task => task.Stage.Kind));
        Assert.Equal("""{"folder":"documents"}""", tasks[0].Stage.Parameters);
        Assert.Equal("true", tasks[0].Constraints.Labels["camera"]);
        Assert.All(
            tasks.Skip(1).Zip(tasks),
            pair => Assert.Equal([pair.Second.Id], pair.First.Needs.Select(need => need.Task)));
    }

    [Fact]
    public void Read_EveryKey_HasTheMeaningWritten()
    {
        const string Text = """
            apiVersion: edgeflow.io/v1
            kind: Application
            metadata: { name: everything, description: "All keys." }
            spec:
              mode: stream
              rate: { required: 5 frames/s, wished: 7.5 }
              latency: 250ms
              priority: 20
              frames: 40
              whenInfeasible: refuse
              tasks:
                - id: a
                  stage: { model: nets/a.onnx, with: { z: [1, 2.50, 1e2], a: { y: true, x: null, t: "1" } } }
                  work: 2.5
                  memory: 64 MiB
                  constraints:
                    nodes: [edge-1, edge-2]
                    labels: { gpu: "no", camera: "true" }
                    zones: [hall]
                    tolerations: [{ key: battery }, { key: shared, value: "yes" }]
                  retry: { attempts: 5, firstDelay: 1s, backoff: 1.5, onErrors: [BadInput] }
                  timeout: 30s
                - id: b
                  stage: { external: "http://10.0.0.7:8080/stage", with: { zoom: 2 } }
                  needs: [{ task: a, data: 270KB }]
                  work: 300 MMAC
                  constraints: { with: [a] }
                - id: c
                  stage: { builtin: pass }
                  needs: [b, { task: a, data: measured }]
                  constraints: { apart: [a] }
            """;

        Snapshot.Match(Accepted(Text).Json.Replace(",\"", ",\n\"", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_NothingSaid_HasTheDefaults()
    {
        var spec = Spec(WithTask(""));

        Assert.Equal(new JobDemand(JobMode.Batch, null, null, null, 0, null, WhenInfeasible.Wait), spec.Demand);
        Assert.Equal(ManifestLimits.DefaultMemory, spec.Tasks[0].Memory.Value);
        Assert.Equal(RetrySpec.Default.Attempts, spec.Tasks[0].Retry.Attempts);
        Assert.Null(spec.Tasks[0].Work);
        Assert.Null(spec.Tasks[0].Timeout);
    }

    [Theory]
    [InlineData("memory: 200MB", "memory: 200000000")]
    [InlineData("memory: 200 MB", "memory: 0.2GB")]
    [InlineData("timeout: 30s", "timeout: 30000")]
    [InlineData("work: profile", "needs: []")]
    [InlineData("work: 2.5 GMAC", "work: 2500 MMAC")]
    public void Read_SameMeaning_HasTheSameHash(string one, string other) =>
        Assert.Equal(Accepted(WithTask(one)).Hash, Accepted(WithTask(other)).Hash);

    [Fact]
    public void Read_KeysInAnotherOrder_HasTheSameHash() => Assert.Equal(
        Accepted(WithStage("{ builtin: burn, with: { a: 1, b: 2 } }")).Hash,
        Accepted(WithStage("{ with: { b: 2, a: 1.0 }, builtin: burn }")).Hash);

    [Fact]
    public void Read_OtherMeaning_HasAnotherHash() =>
        Assert.NotEqual(Accepted(WithTask("memory: 200MB")).Hash, Accepted(WithTask("memory: 200MiB")).Hash);

    [Fact]
    public void Read_ManyMistakes_AreAllNamedAtTheirPlaces()
    {
        const string Text = """
            apiVersion: edgeflow.io/v2
            kind: Application
            metadata: { name: My App }
            spec:
              mode: streem
              rate: { required: -5 }
              priorty: 3
              tasks:
                - id: capture
                  stage: { builtin: capture-folder, with: [1] }
                  memory: 200 parsecs
                - id: find
                  stage: { modle: a.onnx }
                  needs: [captur, { task: capture, dta: 3 }, { data: 1MB }]
                  retry: { attempts: 0, backoff: .nan, firstDelay: soon }
                - id: find
                  stage: { model: ../../etc/passwd }
                - stage: 5
                - id: crop
                  stage: { builtin: crop-text, external: "ftp://a/b" }
                  needs: [crop, find, find]
                  constraints: { labels: { camera: true }, with: [find], apart: [find, nobody, crop], nodes: 3 }
            """;

        Snapshot.Match(Lines(Assert.IsType<ManifestRefused>(ManifestReader.Read(Text))));
    }

    [Fact]
    public void Read_Json_HasPositionsToo()
    {
        const string Text = "{\n  \"apiVersion\": \"edgeflow.io/v1\",\n  \"kind\": \"Aplication\",\n"
            + "\t\"spec\": {\"tasks\":[]}\n}";

        var errors = Errors(Text, DocumentFormat.Json);

        Assert.Contains(errors, error => error is { Pointer: "/kind", Line: 3, Column: 11 });
        Assert.Contains(errors, error => error is { Pointer: "/spec/tasks", Line: 4 });
        Assert.Contains(errors, error => error.Problem == "the key 'metadata' is missing");
    }

    [Theory]
    [InlineData("{\"kind\": 'Application'}", 1)]
    [InlineData("kind: Application", 1)]
    [InlineData("{\n\"kind\": \n}", 3)]
    [InlineData("{\"a\": 1,}", 1)]
    [InlineData("", 1)]
    public void Read_JsonThatIsNone_IsRefusedWithItsLine(string text, int line)
    {
        var error = Assert.Single(Errors(text, DocumentFormat.Json));

        Assert.Equal(line, error.Line);
        Assert.Contains("JSON", error.Expected, StringComparison.Ordinal);
    }
}
