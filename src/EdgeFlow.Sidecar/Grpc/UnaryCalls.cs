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
    private readonly Dictionary<string, Method> _methods = new(StringComparer.Ordinal);
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

    /// <summary>Reads the request, runs the method and gives its answer.</summary>
    /// <exception cref="GrpcException">Unimplemented for an unknown method, or what the method throws.</exception>
    public Task<IMessage> Call(string method, PipeReader body, CallContext context) =>
        Find(method).Read(body, context);

    /// <summary>Runs the method on a request that needs no reading, and gives its answer.</summary>
    /// <exception cref="GrpcException">Unimplemented for an unknown method, or what the method throws.</exception>
    public Task<IMessage> Call(string method, IMessage request, CallContext context)
    {
        // The same limit as on the wire: what runs in one process must not fail once a network lies between.
        var size = request.CalculateSize();
        return size <= _maxMessageBytes ? Find(method).Run(request, context) : throw new GrpcException(
            GrpcStatus.ResourceExhausted,
            $"a message of {size} bytes is larger than the limit of {_maxMessageBytes} bytes");
    }

    private Method Find(string name) => _methods.TryGetValue(name, out var method)
        ? method
        : throw new GrpcException(GrpcStatus.Unimplemented, $"The sidecar has no method {name}.");

    private void Add<T>(string name, MessageParser<T> parser, Func<T, CallContext, Task<IMessage>> run)
        where T : class, IMessage<T> => _methods.Add(name, new Method(
        async (body, context) =>
        {
            var request = await GrpcFraming.Read(body, parser, _maxMessageBytes, context.Cancel).ConfigureAwait(false)
                ?? throw new GrpcException(GrpcStatus.InvalidArgument, $"The call {name} came without a message.");
            return await run(request, context).ConfigureAwait(false);
        },
        (request, context) => run((T)request, context)));

    private sealed record Method(
        Func<PipeReader, CallContext, Task<IMessage>> Read, Func<IMessage, CallContext, Task<IMessage>> Run);
}
