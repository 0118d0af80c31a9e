using System.Diagnostics;
using EdgeFlow.Domain.Applications.Manifests;
using EdgeFlow.Domain.Documents;
using Xunit;
using static EdgeFlow.Tests.Domain.Manifests;

namespace EdgeFlow.Tests.Domain;

/// <summary>Texts that want to harm: each gets a clear answer, fast, and never an exception.</summary>
public class HostileManifestTests
{
    /// <summary>Generous, for a busy machine: what is quadratic takes minutes.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>Name → text and problem. Texts are made when needed: the runner would keep them all as names.</summary>
    private static readonly Dictionary<string, (Func<string> Text, string Problem)> HostileTexts = new()
    {
        ["5,000 brackets"] = (() => new string('[', 5_000), "nested more than 32 deep"),
        ["a million brackets"] = (() => new string('[', 1_000_000), "nested more than 32 deep"),
        ["a million braces"] = (() => new string('{', 1_000_000), "a key is an object or a list"),
        ["nested block lists"] = (() => Repeat("- ", 500_000), "nested more than 32 deep"),
        ["nested complex keys"] = (() => Repeat("? ", 500_000), "a key is an object or a list"),
        ["indented maps"] = (() => Lines(1_000, i => new string(' ', i) + "a:"), "nested more than 32 deep"),
        ["an alias bomb"] = (() => AliasBomb, "the anchor '&a0' is set"),
        ["an alias"] = (() => "a: *b", "the alias '*b' is used"),
        ["a recursive alias"] = (() => "&a [*a]", "the anchor '&a' is set"),
        ["a merge key"] = (() => "<<: *b", "the alias '*b' is used"),
        ["a tag"] = (() => "a: !!python/object:os.system x", "a tag (!…) is set"),
        ["a million tasks"] = (() => ManyTasks(1_000_000), "more than 1048576 bytes"),
        ["5,000 tasks"] = (() => ManyTasks(5_000), "the list has 5000 items"),
        ["many values"] = (() => $"[{Repeat("1,", 60_000)}1]", "more than 50000 values"),
        ["100 MB"] = (() => new string('a', 100_000_000), "more than 1048576 bytes"),
        ["1 MB in wide letters"] = (() => Repeat("ä", 600_000), "more than 1048576 bytes"),
        ["two documents"] = (() => "--- 1\n--- 2\n", "a second document starts"),
        ["a key twice"] = (() => WithTask("memory: 1MB, memory: 2MB"), "the key 'memory' is there twice"),
        ["a number as document"] = (() => "5", "stands where an object is expected"),
        ["nothing"] = (() => "", "the document is empty"),
        ["a comment"] = (() => "# nothing", "the document is empty"),
        ["no end"] = (() => "{ a: ", ""),
        ["a long key"] = (() => $"{{ \"{new string('k', 2_000)}\": 1 }}", "a text has 2000 characters"),
        ["a long text"] = (() => WithStage($"{{ model: {new string('m', 5_000)} }}"), "a text has 5000 characters"),
        ["many unknown keys"] = (() => Lines(20_000, i => $"k{i}: 1"), "more errors"),
        ["many long names that nobody has"] = (() => ManyDangling(1_000), "more errors"),
        ["NUL raw"] = (() => "a: b\0c", "control character U+0000"),
        ["NUL escaped"] = (() => WithTask("timeout: \"30\\0s\""), "control character U+0000"),
        ["half a surrogate"] = (() => WithTask("timeout: \"3\ud800s\""), "half of a surrogate pair"),
        ["a reserved character"] = (() => "    ` x: [1]", ""),
        ["NUL after the end"] = (() => WithTask("") + "\0# hidden", "control character U+0000"),
        ["a mark in a comment"] = (() => "# \u202Ehidden\n" + WithTask(""), "invisible mark U+202E"),
        ["a tag that is no URI"] = (() => "!!]é", ""),
    };

    public static TheoryData<string> Texts => [.. HostileTexts.Keys];

    public static TheoryData<string, string> Values => new()
    {
        { "work: .nan", "no such quantity" },
        { "work: NaN", "no such quantity" },
        { "work: .inf", "no such quantity" },
        { "work: 1e999", "no such quantity" },
        { "work: -1", "no such quantity" },
        { "work: 1e10", "no such quantity" },
        { "work: [1]", "no such quantity" },
        { "memory: -200MB", "no such quantity" },
        { "memory: 0", "no such quantity" },
        { "memory: 99999999999999999999999999999999999999TB", "no such quantity" },
        { "memory: 200 mb", "no such quantity" },
        { "memory: 200 Mbit/s", "no such quantity" },
        { "memory: 0x10", "no such quantity" },
        { "memory: true", "no such quantity" },
        { "timeout: 0", "no such quantity" },
        { "timeout: 8d", "no such quantity" },
        { "timeout: null", "no such quantity" },
        { "retry: { attempts: 0 }", "the number 0 is out of range" },
        { "retry: { attempts: 101 }", "the number 101 is out of range" },
        { "retry: { attempts: 2.5 }", "the number 2.5 is not whole" },
        { "retry: { attempts: \"3\" }", "stands where a number is expected" },
        { "retry: { backoff: 1e999 }", "is out of range" },
        { "retry: { backoff: .nan }", "stands where a number is expected" },
        { "retry: { firstDelay: 2h }", "no such quantity" },
        { "retry: [1]", "stands where an object is expected" },
        { "needs: a", "stands where a list is expected" },
        { "needs: [[a]]", "stands where an object is expected" },
        { "constraints: { labels: { camera: true } }", "stands where a text is expected" },
        { "constraints: { nodes: [n1, n1] }", "'n1' is there twice" },
        { "constraints: { with: [a] }", "the task 'a' names itself" },
        { "constraints: { apart: [b] }", "the task 'b' does not exist" },
        { "konstraints: {}", "the key 'konstraints' is not known here" },
    };

    public static TheoryData<string> Names =>
        ["..", ".", "a/b", "a%2Fb", "a\\0b", "\\u202Eabc", "\\u200Fabc", "-a", "a-", "A", "ä", "a b", "",
            new string('a', 64)];

    public static TheoryData<string> ModelReferences =>
    [
        "/etc/passwd", "../a.onnx", "a/../../b.onnx", "a/./b.onnx", "a//b.onnx", "a%2Fb.onnx", "..%2Fb.onnx",
        "a\\0.onnx",
        "\\u202Egnp.onnx", "C:/a.onnx", "a\\\\b.onnx", "~/a.onnx", "http://evil/a.onnx", "file:///a.onnx", "a:b", "a b",
        "a\\nb", "ä.onnx", "",
    ];

    public static TheoryData<string> Addresses =>
    [
        "", "/relative", "host/path", "ftp://host/a", "file:///etc/passwd", "javascript:alert(1)",
        "http://user:pw@host/", "http://user@host/", "http:///path", "http://host/#part", "http://ho st/",
        "http://host/\\u202E", "http://host/\\0", "//host/a", "unix:///run/docker.sock",
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Read_HostileText_IsRefusedFastAndClearly(string name)
    {
        var (make, problem) = HostileTexts[name];
        var text = make();
        var watch = Stopwatch.StartNew();
        var errors = Errors(text);

        Assert.True(watch.Elapsed < Longest, $"{name} took {watch.Elapsed}.");
        Assert.Contains(errors, error => error.Problem.Contains(problem, StringComparison.Ordinal));
        Assert.InRange(errors.Count, 1, DocumentLimits.MaxErrors + 1);
        Assert.All(errors, error => Assert.True(error is { Line: > 0, Column: > 0, Expected.Length: > 0 }));
        Assert.All(errors, error => Assert.DoesNotContain('\0', error.Problem));
    }

    [Theory]
    [InlineData(5_000)]
    [InlineData(1_000_000)]
    public void Read_NestedJson_IsRefused(int depth) =>
        Assert.Single(Errors(new string('[', depth), DocumentFormat.Json));

    [Theory]
    [MemberData(nameof(Values))]
    public void Read_WrongValue_IsRefusedAtItsPlace(string keys, string problem)
    {
        var error = Assert.Single(Errors(WithTask(keys)));

        Assert.Contains(problem, error.Problem, StringComparison.Ordinal);
        Assert.StartsWith("/spec/tasks/0/", error.Pointer, StringComparison.Ordinal);
        Assert.Equal(6, error.Line);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_WrongName_IsRefused(string name) => Assert.Contains(
        Errors(WithTasks($"    - {{ id: \"{name}\", stage: {{ builtin: pass }} }}\n")),
        error => error.Pointer == "/spec/tasks/0/id");

    [Theory]
    [MemberData(nameof(ModelReferences))]
    public void Read_ModelOutsideItsFolder_IsRefused(string model) => Assert.Contains(
        Errors(WithStage($"{{ model: \"{model}\" }}")), error => error.Pointer == "/spec/tasks/0/stage/model");

    [Theory]
    [MemberData(nameof(Addresses))]
    public void Read_WrongAddress_IsRefused(string address) => Assert.Contains(
        Errors(WithStage($"{{ external: \"{address}\" }}")), error => error.Pointer == "/spec/tasks/0/stage/external");

    [Theory]
    [InlineData("http://127.0.0.1:8080/stage?x=1")]
    [InlineData("https://host.example/")]
    [InlineData("dapr://ocr/recognise")]
    public void Read_RightAddress_IsAccepted(string address) =>
        Assert.Equal("external", Spec(WithStage($"{{ external: \"{address}\" }}")).Tasks[0].Stage.Kind);

    [Theory]
    [InlineData("{}", "a stage says nothing to execute")]
    [InlineData("{ builtin: pass, external: \"http://a/\" }", "a stage is external and something else as well")]
    [InlineData("{ external: \"http://a/\", with: { url: \"http://b/\" } }",
        "the address of an external stage is given twice")]
    [InlineData("{ builtin: external }", "'external' is no built-in stage")]
    [InlineData("{ builtin: burn, with: { a: 1e999 } }", "the number 1e999 is too large")]
    public void Read_WrongStage_IsRefused(string stage, string problem) =>
        Assert.Equal(problem, Assert.Single(Errors(WithStage(stage))).Problem);

    [Fact]
    public void Read_RequiredAboveWished_IsRefused()
    {
        var text = WithTasks("    - { id: a, stage: { builtin: pass } }\n", "  rate: { required: 5, wished: 2 }\n");

        Assert.Contains("above the wished rate", Assert.Single(Errors(text)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SamplesWithRandomDamage_NeverThrows()
    {
        var samples = SampleFiles.Select(File.ReadAllText).ToList();
        const string Odd = "[]{}:,-?&*!|>%@`'\"#\\\0\t\n ~.9e\u202e\ud800é";
        CommandScript.Check(seeds =>
        {
            var text = samples[seeds.Length % samples.Count].ToCharArray();
            foreach (var seed in seeds)
            {
                text[seed / Odd.Length % text.Length] = Odd[seed % Odd.Length];
            }

            Assert.NotNull(ManifestReader.Read(new string(text)));
            Assert.NotNull(ManifestReader.Read(new string(text), DocumentFormat.Json));
        });
    }

    private static string AliasBomb => "a: &a0 [x, x]\n" + string.Concat(
        Enumerable.Range(1, 30).Select(i => $"b{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n"));

    private static string ManyTasks(int count) =>
        WithTasks(Lines(count, i => $"    - {{ id: t{i}, stage: {{ builtin: pass }} }}"));

    private static string ManyDangling(int count)
    {
        var stem = new string('x', 58);
        var needs = string.Join(", ", Enumerable.Range(0, 9).Select(i => $"{stem}q{i}q"));
        return WithTasks(Lines(
            count, i => $"    - {{ id: {stem}{i:D4}, stage: {{ builtin: pass }}, needs: [{needs}] }}"));
    }

    private static string Lines(int count, Func<int, string> line) =>
        string.Concat(Enumerable.Range(0, count).Select(i => line(i) + "\n"));

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
