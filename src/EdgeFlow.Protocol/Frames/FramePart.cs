namespace EdgeFlow.Protocol.Frames;

/// <summary>One named piece of a frame: a tensor, an encoded picture, a JSON document or text.</summary>
/// <param name="Name">Name within the frame, e.g. <c>image</c>, <c>crop-3</c>, <c>text</c>; 1 to 64 characters.</param>
/// <param name="ContentType">
/// Media type. Tensors are <c>application/x-tensor; type=float32; shape=1,3,48,320</c> with little-endian row-major
/// data
/// ([N,C,H,W] for pictures); pictures <c>image/png</c>, <c>image/jpeg</c>, <c>image/x-portable-pixmap</c>; documents
/// <c>application/json</c>; text <c>text/plain</c> in UTF-8.
/// </param>
/// <param name="Data">The bytes. Not copied: the owner must not change them while the part lives.</param>
public sealed record FramePart(string Name, string ContentType, ReadOnlyMemory<byte> Data);
