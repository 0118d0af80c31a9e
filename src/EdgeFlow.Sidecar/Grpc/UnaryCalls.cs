using System.IO.Pipelines;
using EdgeFlow.Durable.Grpc;
using EdgeFlow.Durable.Wire;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace EdgeFlow.Sidecar.Grpc;

/// <summary>
/// The unary methods by the last part of their path. Both names of the turn's completion lead to one place.
/// </summary>
internal sealed class UnaryCalls
{
    private readonly Dictionary<string, Handler> _handlers = new(StringComparer.Ordinal);
    private readonly int _maxMessageBytes;

    /// <summary>Registers every method of one ownership term.</summary>
    public UnaryCalls(ClientCalls clients, WorkerCalls workers, int maxMessageBytes)
    {
        _maxMessageBytes = maxMessageBytes;
        Add("Hello", Empty.Parser, (_, _) => Task.FromResult<IMessage>(new Empty()));
        Add("StartInstance", CreateInstanceRequest.Parser, clients.Start);
        Add("GetInstance", GetInstanceRequest.Parser, clients.Get);
        Add("WaitForInstanceStart", GetInstanceRequest.Parser, clients.WaitForStart);
        Add("WaitForInstanceCompletion", GetInstanceRequest.Parser, clients.WaitForCompletion);
        Add("RaiseEvent", RaiseEventRequest.Parser, clients.Raise);
        Add("TerminateInstance", TerminateRequest.Parser, clients.Terminate);
        Add("SuspendInstance", SuspendRequest.Parser, clients.Suspend);
        Add("ResumeInstance", ResumeRequest.Parser, clients.Resume);
        Add("PurgeInstances", PurgeInstancesRequest.Parser, clients.Purge);
        Add("RerunWorkflowFromEvent", RerunWorkflowFromEventRequest.Parser, clients.Rerun);
        Add("ListInstanceIDs", ListInstanceIDsRequest.Parser, clients.List);
        Add("GetInstanceHistory", GetInstanceHistoryRequest.Parser, clients.History);
        Add("CompleteActivityTask", ActivityResponse.Parser, workers.CompleteActivity);
        Add("CompleteOrchestratorTask", WorkflowResponse.Parser, workers.CompleteTurn);
        Add("CompleteWorkflowTask", WorkflowResponse.Parser, workers.CompleteTurn);
    }

    private delegate Task<IMessage> Handler(PipeReader body, CallContext context);

    /// <summary>Reads the request, runs the method and gives its answer.</summary>
    /// <exception cref="GrpcException">Unimplemented for an unknown method, or what the method throws.</exception>
    public Task<IMessage> Call(string method, PipeReader body, CallContext context) =>
        _handlers.TryGetValue(method, out var handler)
            ? handler(body, context)
            : throw new GrpcException(GrpcStatus.Unimplemented, $"The sidecar has no method {method}.");

    private void Add<T>(string name, MessageParser<T> parser, Func<T, CallContext, Task<IMessage>> run)
        where T : class, IMessage<T> =>
        _handlers.Add(name, async (body, context) =>
        {
            var request = await GrpcFraming.Read(body, parser, _maxMessageBytes, context.Cancel).ConfigureAwait(false)
                ?? throw new GrpcException(GrpcStatus.InvalidArgument, $"The call {name} came without a message.");
            return await run(request, context).ConfigureAwait(false);
        });
}
