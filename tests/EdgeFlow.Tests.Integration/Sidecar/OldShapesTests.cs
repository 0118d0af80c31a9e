using System.Text.RegularExpressions;
using EdgeFlow.Durable;
using EdgeFlow.Durable.Wire;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Xunit;

namespace EdgeFlow.Tests.Integration.Sidecar;

/// <summary>Messages as SDKs before Dapr 1.18 write them, and as later ones may.</summary>
public partial class OldShapesTests
{
    private const string JavaScriptProto = "node_modules/@dapr/durabletask-js/proto/orchestrator_service.proto";

    [Fact]
    public async Task Answers_OfTheOldNameWithoutTokenAndRouter_CompleteTheInstance()
    {
        await using var world = await SidecarWorld.Start();
        await world.Client.Schedule("Ship", instanceId: "a");
        var worker = world.NewRawWorker();
        await OldAnswer(worker, await worker.Next(), Actions.Activity(1));
        var activity = await worker.Next();
        activity.CompletionToken = "";
        await worker.Answer(activity, "1");
        await OldAnswer(worker, await worker.Next(), Actions.End(2, "2"));

        var state = await world.Client.WaitForCompletion("a", SidecarWorld.Limit);

        Assert.Equal(InstanceStatus.Completed, state.Status);
    }

    [Fact]
    public async Task Requests_WithFieldsOfALaterVersion_AreTaken()
    {
        await using var world = await SidecarWorld.Start();
        byte[] laterField = [0xfa, 0x7f, 0x03, 0x61, 0x62, 0x63]; // field 2047: "abc"
        var known = new CreateInstanceRequest { Name = "Ship", InstanceId = "a" };
        var request = CreateInstanceRequest.Parser.ParseFrom([.. known.ToByteArray(), .. laterField]);

        var answer = await world.NewRawWorker().Call(
            WorkflowMethods.StartInstance, request, CreateInstanceResponse.Parser);

        Assert.True(request.CalculateSize() > known.CalculateSize());
        Assert.Equal("a", answer.InstanceId);
    }

    [SkippableFact]
    public void Fields_OfTheJavaScriptSdk_HaveOurNumbersAndKinds()
    {
        var file = Path.Combine(JavaScriptPeer.RepositoryFolder(), JavaScriptProto);
        Skip.If(!File.Exists(file), "npm install was not run: the JavaScript SDK's proto is missing");
        var compared = 0;
        var different = new List<string>();
        foreach (Match message in Message().Matches(File.ReadAllText(file)))
        {
            var name = NewName(message.Groups["name"].Value);
            if (WorkflowReflection.Descriptor.FindTypeByName<MessageDescriptor>(name) is not { } ours)
            {
                continue;
            }

            foreach (Match field in Field().Matches(message.Groups["body"].Value))
            {
                var number = int.Parse(field.Groups["number"].Value, null);
                if (ours.FindFieldByNumber(number) is { } own)
                {
                    compared++;
                    if (IsLengthPrefixed(own) != IsLengthPrefixed(field.Groups["type"].Value))
                    {
                        different.Add($"{name}.{own.Name} = {number}: theirs is {field.Groups["type"].Value}");
                    }
                }
            }
        }

        Assert.True(compared > 100, $"only {compared} fields were compared");
        Assert.Empty(different);
    }

    private static Task OldAnswer(RawWorker worker, WorkItem turn, params WorkflowAction[] actions)
    {
        var answer = new WorkflowResponse { InstanceId = turn.WorkflowRequest.InstanceId };
        answer.Actions.AddRange(actions);
        return worker.Call(WorkflowMethods.CompleteOrchestratorTask, answer, CompleteTaskResponse.Parser);
    }

    // Dapr 1.18 renamed messages and kept what is on the wire.
    private static string NewName(string old) => old
        .Replace("SubOrchestration", "ChildWorkflow", StringComparison.Ordinal)
        .Replace("Orchestration", "Workflow", StringComparison.Ordinal)
        .Replace("Orchestrator", "Workflow", StringComparison.Ordinal);

    private static bool IsLengthPrefixed(FieldDescriptor field) =>
        field.FieldType is FieldType.Message or FieldType.String or FieldType.Bytes;

    private static bool IsLengthPrefixed(string type) =>
        type is "string" or "bytes" || type.Contains('.', StringComparison.Ordinal)
        || (char.IsUpper(type[0]) && type != "OrchestrationStatus") || type.StartsWith("map", StringComparison.Ordinal);

    [GeneratedRegex(@"^message (?<name>\w+)\s*\{(?<body>.*?)^\}", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Message();

    [GeneratedRegex(@"^\s*(repeated |optional )?(?<type>[\w.<>, ]+?)\s+\w+\s*=\s*(?<number>\d+)",
        RegexOptions.Multiline)]
    private static partial Regex Field();
}
