using System.Text.Json;
using EdgeFlow.Cli.History;
using EdgeFlow.Domain;
using EdgeFlow.Protocol.Events;
using Xunit;

namespace EdgeFlow.Tests.EndToEnd.Commands;

/// <summary>Every type of event is told in words.</summary>
public class EventSentenceTests
{
    public static TheoryData<string> Types => [.. EventCatalog.All.Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Types))]
    public void Of_SampleOfEachType_IsASentenceWithoutGaps(string type)
    {
        var item = Sample(type);

        var sentence = EventSentence.Of(item);

        Assert.DoesNotContain(type, sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("?", sentence, StringComparison.Ordinal);
        Assert.Contains("operator", EventPrinter.Line(item), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_TypeOfAnotherVersion_ShowsItsData()
    {
        var item = Sample("job_started") with { Type = "job_dreamt" };

        Assert.StartsWith("job_dreamt {", EventSentence.Of(item), StringComparison.Ordinal);
    }

    private static EventView Sample(string type)
    {
        var file = Directory.EnumerateFiles(
            Repository.Path("tests/EdgeFlow.Tests/Domain/Samples"), $"{type}*.json", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).First();
        var data = JsonDocument.Parse(File.ReadAllText(file)).RootElement;
        return new EventView(7, "job-j", 1, type, DateTimeOffset.UnixEpoch, data, "operator");
    }
}
