using System.Text.Json;
using EdgeFlow.Protocol.Frames;
using EdgeFlow.StageWorker.Hosting;
using EdgeFlow.StageWorker.Secrets;
using EdgeFlow.StageWorker.Stages;
using Xunit;

namespace EdgeFlow.Tests.StageWorker.Secrets;

/// <summary>Secrets of stages: put in where a stage takes them, and kept out of everything that leaves it.</summary>
public sealed class StageSecretsTests
{
    private const string Value = "s3cr3t-of-the-test";
    private const string Reference = """{"secretRef":{"store":"vault","name":"ocr","key":"token"}}""";

    private readonly ISecretStore store = new EnvironmentSecrets(
        name => name == "EDGEFLOW_SECRET_VAULT_OCR_TOKEN" ? Value : null);

    [Fact]
    public async Task Make_StageThatTakesASecret_GetsItsValue()
    {
        using var stage = await Maker(_ => "fine").Make("probe", null, $$"""{"key":[{"a":{{Reference}}}]}""", default);

        Assert.Equal("fine", await Said(stage));
        Assert.Equal($$"""{"key":[{"a":"{{Value}}"}]}""", ProbeFactory.Seen);
    }

    [Theory]
    [InlineData("""{"other":REF}""", "BadParameter", "parameter 'other' takes no secret")]
    [InlineData("""{"key":{"secretRef":{"store":"vault"}}}""", "BadParameter", "a store, a name")]
    [InlineData("""{"key":{"secretRef":{"store":"vault","name":"gone"}}}""", "Secret",
        "The secret 'gone' of store 'vault' is not there.")]
    public async Task Make_SecretThatCannotBe_IsRefusedByStoreAndName(string parameters, string type, string words)
    {
        var error = await Assert.ThrowsAsync<StageException>(() => Maker(_ => "").Make(
            "probe", null, parameters.Replace("REF", Reference, StringComparison.Ordinal), default));

        Assert.Equal(type, error.ErrorType);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Make_NodeWithoutSecrets_SaysWhatToDo()
    {
        var maker = new StageMaker(new StageCatalog([new ProbeFactory(_ => "")]), new StageFolders("/", "/"));

        var error = await Assert.ThrowsAsync<StageException>(
            () => maker.Make("probe", null, $$"""{"key":{{Reference}}}""", default));

        Assert.Contains("--secrets", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Make_FactoryThatTellsTheValue_IsToldWithoutIt()
    {
        var error = await Assert.ThrowsAsync<StageException>(
            () => Maker(_ => "").Make("probe", null, $$"""{"key":{{Reference}},"fail":true}""", default));

        Assert.Contains("***", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Value, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ErrorThatTellsTheValue_IsToldWithoutItAndItsCause()
    {
        using var stage = await Maker(secret => throw new InvalidOperationException(
            "no", new ArgumentException($"bad {secret}"))).Make("probe", null, $$"""{"key":{{Reference}}}""", default);

        var error = await Assert.ThrowsAsync<StageException>(() => Said(stage));

        Assert.DoesNotContain(Value, error.ToString(), StringComparison.Ordinal);
        Assert.Equal("InvalidOperationException", error.ErrorType);
    }

    [Fact]
    public async Task Run_OutputThatHoldsTheValue_IsRefused()
    {
        using var stage = await Maker(secret => $"echo: {secret}")
            .Make("probe", null, $$"""{"key":{{Reference}}}""", default);

        var error = await Assert.ThrowsAsync<StageException>(() => Said(stage));

        Assert.Equal("SecretInOutput", error.ErrorType);
        Assert.DoesNotContain(Value, error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vault", "ocr", "token", "EDGEFLOW_SECRET_VAULT_OCR_TOKEN")]
    [InlineData("my.vault", "key-of/ocr", "key-of/ocr", "EDGEFLOW_SECRET_MY_VAULT_KEY_OF_OCR")]
    public void Variable_OfASecret_IsItsNameInCapitals(string vault, string name, string key, string expected) =>
        Assert.Equal(expected, EnvironmentSecrets.NameOf(new SecretReference(vault, name, key)));

    private StageMaker Maker(Func<string, string> answer) =>
        new(new StageCatalog([new ProbeFactory(answer)]), new StageFolders("/", "/"), store);

    private static async Task<string> Said(IStage stage)
    {
        var frame = await stage.Run(new Dictionary<string, Frame>(), default);
        return System.Text.Encoding.UTF8.GetString(frame.Parts[0].Data.Span);
    }

    private sealed class ProbeFactory(Func<string, string> answer) : IStageFactory
    {
        [ThreadStatic]
        private static string? seen;

        public static string? Seen => seen;

        public string Kind => "probe";

        public IReadOnlyCollection<string> SecretParameters => ["key"];

        public IStage Create(string? model, JsonElement parameters, StageFolders folders)
        {
            seen = parameters.GetRawText();
            return parameters.TryGetProperty("fail", out _)
                ? throw new StageException("BadParameter", $"cannot take {seen}", new FormatException(seen))
                : new Probe(answer);
        }
    }

    private sealed class Probe(Func<string, string> answer) : IStage
    {
        public ValueTask<Frame> Run(IReadOnlyDictionary<string, Frame> inputs, CancellationToken cancel) =>
            ValueTask.FromResult(new Frame(
                1, 2, [new FramePart("said", "text/plain", System.Text.Encoding.UTF8.GetBytes(answer(Value)))]));

        public void Dispose()
        {
        }
    }
}
