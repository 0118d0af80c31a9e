using Microsoft.ML.OnnxRuntime;

namespace EdgeFlow.Onnx;

/// <summary>
/// A loaded ONNX model. <see cref="Run"/> may be called from any number of threads; at most
/// <see cref="OnnxModelOptions.MaxCallers"/> are inside the runtime at once and the others wait.
/// </summary>
public sealed class OnnxModel : IDisposable
{
    private readonly OnnxModelOptions options;
    private readonly InferenceSession session;
    private readonly SemaphoreSlim callers;
    private readonly string[] outputNames;
    private int disposed;

    internal OnnxModel(ModelFile file, OnnxModelOptions options)
    {
        this.options = options;
        Path = file.Path;
        Hash = file.Hash;
        FileBytes = file.TotalBytes;
        session = ModelSession.Open(file, options);
        try
        {
            Inputs = ModelSession.Describe(session.InputNames, session.InputMetadata, "input", Path);
            Outputs = ModelSession.Describe(session.OutputNames, session.OutputMetadata, "output", Path);
        }
        catch (OnnxModelException)
        {
            session.Dispose();
            throw;
        }

        outputNames = [.. session.OutputNames];
        callers = new SemaphoreSlim(options.MaxCallers, options.MaxCallers);
    }

    /// <summary>Full path of the file it was loaded from.</summary>
    public string Path { get; }

    /// <summary>
    /// SHA-256 over the file and its external data, lower-case hex: the key for what was measured of it.
    /// </summary>
    public string Hash { get; }

    /// <summary>Size of the file and its external data, in bytes.</summary>
    public long FileBytes { get; }

    /// <summary>What <see cref="Run"/> wants, in the model's order.</summary>
    public IReadOnlyList<TensorSpec> Inputs { get; }

    /// <summary>What <see cref="Run"/> gives, in the model's order.</summary>
    public IReadOnlyList<TensorSpec> Outputs { get; }

    /// <summary>Reads and checks a model file and makes it ready to run.</summary>
    /// <param name="path">The .onnx file. External data may only lie in its folder or below.</param>
    /// <param name="options">Limits, or null for the defaults.</param>
    /// <exception cref="OnnxModelException">
    /// The file is missing, too large, truncated, unsafe or not runnable here.
    /// </exception>
    public static OnnxModel Load(string path, OnnxModelOptions? options = null)
    {
        options ??= OnnxModelOptions.Default;
        return new OnnxModel(ModelFile.Read(path, options), options);
    }

    /// <summary>The <see cref="Hash"/> that a model file has now, without loading it into the runtime.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <param name="options">Limits, or null for the defaults.</param>
    /// <exception cref="OnnxModelException">The file is missing, too large or truncated.</exception>
    public static string HashOf(string path, OnnxModelOptions? options = null) =>
        ModelFile.Read(path, options ?? OnnxModelOptions.Default).Hash;

    /// <summary>Computes the outputs for one set of inputs. The inputs' bytes are read in place.</summary>
    /// <param name="inputs">One tensor for each of <see cref="Inputs"/>, in any order.</param>
    /// <param name="cancel">Ends the wait for a free caller, and the run itself at its next operator.</param>
    /// <returns>All outputs; the caller disposes them.</returns>
    /// <exception cref="OnnxModelException">An input is wrong or the run failed; the model stays usable.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> ended the run.</exception>
    public OnnxOutputs Run(IReadOnlyList<OnnxTensor> inputs, CancellationToken cancel = default)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref disposed) != 0, this);
        InputCheck.Require(Inputs, inputs);
        callers.Wait(cancel);
        try
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref disposed) != 0, this);
            return RunNow(inputs, cancel);
        }
        finally
        {
            callers.Release();
        }
    }

    /// <summary>Waits for the runs in progress and gives the session back.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
        {
            return;
        }

        for (var caller = 0; caller < options.MaxCallers; caller++)
        {
            callers.Wait();
        }

        session.Dispose();

        // Late callers that already wait must find the door open to learn that the model is gone.
        callers.Release(options.MaxCallers);
    }

    private OnnxOutputs RunNow(IReadOnlyList<OnnxTensor> inputs, CancellationToken cancel)
    {
        using var run = new RunOptions();
        using var stop = cancel.Register(() => run.Terminate = true);
        using var pinned = new PinnedInputs(inputs);
        try
        {
            return new OnnxOutputs(outputNames, session.Run(run, pinned.Values, outputNames));
        }
        catch (OnnxRuntimeException error)
        {
            cancel.ThrowIfCancellationRequested();
            throw new OnnxModelException(OnnxProblem.RunFailed, $"{Path} failed in its run: {error.Message}", error);
        }
    }
}
