namespace EdgeFlow.Onnx;

/// <summary>Compares the tensors of a run with what the model wants, before the native runtime sees them.</summary>
internal static class InputCheck
{
    /// <summary>Throws with what was given and what would be right, or returns when every input fits.</summary>
    public static void Require(IReadOnlyList<TensorSpec> specs, IReadOnlyList<OnnxTensor> inputs)
    {
        foreach (var input in inputs)
        {
            var spec = specs.FirstOrDefault(candidate => candidate.Name == input.Name)
                ?? throw Wrong($"The model has no input '{input.Name}'; it has: {string.Join("; ", specs)}.");
            RequireFit(spec, input);
        }

        foreach (var spec in specs)
        {
            var given = inputs.Count(input => input.Name == spec.Name);
            if (given != 1)
            {
                throw Wrong($"Input {spec} was given {given} times; it must be given once.");
            }
        }
    }

    private static void RequireFit(TensorSpec spec, OnnxTensor input)
    {
        var shape = $"[{string.Join(", ", input.Shape)}]";
        if (input.Type != spec.Type)
        {
            throw Wrong($"Input '{input.Name}' was given as {input.Type.Name()}; the model wants {spec}.");
        }

        if (!spec.Accepts(input.Shape))
        {
            throw Wrong($"Input '{input.Name}' was given with shape {shape}; the model wants {spec}.");
        }

        if (Bytes(input) is var wanted && wanted != input.Data.Length)
        {
            throw Wrong($"Input '{input.Name}' has {input.Data.Length} bytes; shape {shape} of {input.Type.Name()} "
                + $"takes {(wanted < 0 ? "more than 2^63" : wanted)}.");
        }
    }

    private static long Bytes(OnnxTensor input)
    {
        try
        {
            return OnnxTensor.Bytes(input.Type, input.Shape);
        }
        catch (OverflowException)
        {
            return -1;
        }
    }

    private static OnnxModelException Wrong(string message) => new(OnnxProblem.WrongInput, message);
}
