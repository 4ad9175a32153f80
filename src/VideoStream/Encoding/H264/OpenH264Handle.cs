using System.Runtime.InteropServices;
using VideoStream.Frames.H264;

namespace VideoStream.Encoding.H264;

/// <summary>An encoder of OpenH264 (ISVCEncoder of codec_api.h). One thread at a time uses it.</summary>
internal sealed unsafe class OpenH264Handle : SafeHandle
{
    private readonly OpenH264Library _library;
    private readonly OpenH264Trace _trace = new();
    private GCHandle _traceHandle;

    public OpenH264Handle(OpenH264Library library)
        : base(0, ownsHandle: true)
    {
        _library = library;
        SetHandle(library.CreateEncoder());
        _traceHandle = GCHandle.Alloc(_trace);
        int level = OpenH264Trace.Errors;
        nint callback = (nint)OpenH264Trace.Callback, context = GCHandle.ToIntPtr(_traceHandle);
        SetOption(OpenH264Option.TraceLevel, &level, "has no log");
        SetOption(OpenH264Option.TraceCallback, &callback, "has no log");
        SetOption(OpenH264Option.TraceContext, &context, "has no log");
    }

    public override bool IsInvalid => handle == 0;

    private OpenH264Functions* Functions => *(OpenH264Functions**)handle;

    /// <summary>The settings that it has if none are given.</summary>
    public OpenH264Parameters Defaults()
    {
        OpenH264Parameters parameters = default;
        Check(Functions->GetDefaults(handle, &parameters), "has no settings");
        return parameters;
    }

    /// <exception cref="InvalidOperationException">The library refused the settings.</exception>
    public void Initialize(OpenH264Parameters parameters) =>
        Check(Functions->Initialize(handle, &parameters), $"can't encode {parameters.Width}x{parameters.Height}");

    /// <exception cref="InvalidOperationException">The library refused the picture.</exception>
    public void Encode(OpenH264Picture picture, OpenH264Frame result) =>
        Check(Functions->Encode(handle, &picture, result.Memory), "could not encode a frame");

    /// <summary>Makes the next picture a key frame.</summary>
    public void ForceKeyFrame() => Check(Functions->ForceKeyFrame(handle, 1, -1), "could not make a key frame");

    /// <param name="option">Whether this is the bitrate or its limit.</param>
    /// <param name="bits">Bits a second.</param>
    /// <exception cref="InvalidOperationException">The library refused it.</exception>
    public void SetBitrate(OpenH264Option option, int bits)
    {
        var bitrate = new OpenH264Bitrate { Layer = 0, Bits = bits };
        SetOption(option, &bitrate, $"refused a bitrate of {bits}");
    }

    protected override bool ReleaseHandle()
    {
        Functions->Uninitialize(handle);
        _library.DestroyEncoder(handle);
        _traceHandle.Free();
        return true;
    }

    private void SetOption(OpenH264Option option, void* value, string failure) =>
        Check(Functions->SetOption(handle, (int)option, value), failure);

    private void Check(int result, string failure)
    {
        string? error = _trace.Error;
        _trace.Error = null;
        if (result != 0)
            throw new InvalidOperationException($"OpenH264 {failure}: {error ?? Reason(result)}");
    }

    /// <summary>CM_RETURN of codec_def.h, in words.</summary>
    private static string Reason(int result) => result switch
    {
        1 => "it does not allow the settings",
        3 => "it has no memory",
        4 => "it was not initialized",
        5 => "it does not support the frame's format",
        _ => $"it gives no reason ({result})",
    };
}
