using System.Text;
using EdgeFlow.Exchange.Bindings;
using Xunit;

namespace EdgeFlow.Tests.Exchange.Blocks;

/// <summary>What tells one delivery from another.</summary>
public class DeliveryTests
{
    private static readonly BindingSpec Spec = new("app");

    [Theory]
    [InlineData("2026-03-04 05:06:06.999 +0000 UTC", "2026-03-04 05:06:07.002 +0000 UTC m=+12.3", true)]
    [InlineData("2026-03-04 05:06:07 +0000 UTC", "2026-03-04 05:06:07.4 +0000 UTC", true)]
    [InlineData("2026-03-04 05:06:07 +0000 UTC", "2026-03-04 05:06:08 +0000 UTC", false)]
    public void Key_TicksOfTwoSidecars_AreOneWhereTheyMean(string one, string other, bool same) => Assert.Equal(
        same, Key("", ("readTimeUTC", one)) == Key("", ("readTimeUTC", other)));

    [Fact]
    public void Key_WithALongerTick_TakesWhatRoundsToIt()
    {
        var minute = Spec with { TickSeconds = 60 };

        Assert.Equal(
            Delivery.Key(minute, [], Header(("readTimeUTC", "2026-03-04 05:05:58.1 +0000 UTC"))),
            Delivery.Key(minute, [], Header(("readTimeUTC", "2026-03-04 05:06:02 +0000 UTC"))));
    }

    [Fact]
    public void Key_Message_IsItsIdThenItsPlaceThenItself()
    {
        Assert.Equal(Key("""{"id":"a","x":1}"""), Key("""{"id":"a","x":2}"""));
        Assert.NotEqual(Key("""{"id":"a","source":"s"}"""), Key("""{"id":"a","source":"t"}"""));
        (string, string)[] place = [("__topic", "t"), ("__partition", "0"), ("__offset", "7")];
        Assert.Equal(Key("x", place), Key("y", place));
        Assert.NotEqual(Key("x"), Key("y"));
        Assert.Equal(Key("x"), Key("x"));
        Assert.NotEqual(Key("{\"id\":7}"), Key("{\"id\":8}"));
    }

    [Fact]
    public void JobName_OfADelivery_IsTheSameAgainAndAnothersForAnother()
    {
        var spec = Spec with { Job = "{binding}-of-{application}-{key}" };

        Assert.Matches("^door-of-app-[0-9a-f]{12}$", Delivery.JobName("door", spec, "k"));
        Assert.Equal(Delivery.JobName("door", spec, "k"), Delivery.JobName("door", spec, "k"));
        Assert.NotEqual(Delivery.JobName("door", spec, "k"), Delivery.JobName("door", spec, "l"));
        Assert.NotEqual(Delivery.JobName("door", Spec, "k"), Delivery.JobName("gate", Spec, "k"));
    }

    [Fact]
    public void Read_File_GivesItsBindings()
    {
        var bindings = BindingFile.Read("b.yaml", """
            bindings:
              nightly: { application: inspect, mode: batch, tickSeconds: 60, parameters: { look: { deep: true } } }
              doorbell: { application: greet, version: 2, body: parameters, job: "bell-{key}" }
            """);

        Assert.Equal(["doorbell", "nightly"], bindings.Keys.Order());
        Assert.Equal(("inspect", "batch", 60), (
            bindings["nightly"].Application, bindings["nightly"].Mode, bindings["nightly"].TickSeconds));
        Assert.True(bindings["nightly"].Parameters!["look"].GetProperty("deep").GetBoolean());
        Assert.Equal((2, "parameters", "bell-{key}"), (
            bindings["doorbell"].Version, bindings["doorbell"].Body, bindings["doorbell"].Job));
    }

    [Theory]
    [InlineData("bindings: { a: { application: app, when: now } }", "when")]
    [InlineData("bindings: { a: { version: 1 } }", "application")]
    [InlineData("bindings: { a: { application: App } }", "application must be")]
    [InlineData("bindings: { 'A b': { application: app } }", "the name of a component")]
    [InlineData("bindings: { a: { application: app, body: xml } }", "body must be")]
    [InlineData("bindings: { a: { application: app, job: always } }", "{key}")]
    [InlineData("bindings: { a: { application: app, tickSeconds: 0 } }", "tickSeconds")]
    [InlineData("bindings: {}", "expected 1 to")]
    [InlineData("bindings: [", "b.yaml:")]
    public void Read_WrongFile_SaysWhereAndWhat(string text, string words)
    {
        var error = Assert.Throws<BindingFileException>(() => BindingFile.Read("b.yaml", text));

        Assert.StartsWith("b.yaml", error.Message, StringComparison.Ordinal);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    private static string Key(string body, params (string Name, string Value)[] headers) =>
        Delivery.Key(Spec, Encoding.UTF8.GetBytes(body), Header(headers));

    private static Func<string, string?> Header(params (string Name, string Value)[] headers) =>
        name => headers.FirstOrDefault(header => header.Name == name).Value;
}
