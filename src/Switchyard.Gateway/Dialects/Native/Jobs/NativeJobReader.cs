using System.Text.Json;
using System.Text.Unicode;
using Switchyard.Contracts.Json;
using Switchyard.Engine.Jobs;

namespace Switchyard.Gateway.Dialects.Native.Jobs;

/// <summary>
/// Reads the body of a submit: one job <c>{"type":"resize","payload":…}</c>, a bare array of them, or <c>{"jobs":[…]}</c>.
/// Payloads are slices of the body, so that 16 MiB of jobs are read at the tokenizer's speed and copied nowhere. Shapes
/// are checked here, ranges by the engine.
/// </summary>
internal ref struct NativeJobReader
{
    private static readonly JsonReaderOptions Json = new() { MaxDepth = RawJson.MaxDepth };
    private static readonly byte[] Null = "null"u8.ToArray();

    private readonly ReadOnlyMemory<byte> _body;
    private readonly List<JobRequest> _jobs = [];
    private readonly DateTimeOffset _now;
    private Utf8JsonReader _reader;
    private NativeProblem? _problem;
    private bool _isMany;
    private string _lastType = "";

    private NativeJobReader(ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        _body = body;
        _now = now;
        _reader = new Utf8JsonReader(body.Span, Json);
    }

    /// <summary>Reads a body.</summary>
    /// <param name="body">All of it; the payloads of the jobs point into it.</param>
    /// <param name="now">What times to run at are counted from.</param>
    /// <param name="jobs">The jobs, in their order.</param>
    /// <param name="isMany">Whether the answer is a list, even of one.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    public static NativeProblem? Read(
        ReadOnlyMemory<byte> body,
        DateTimeOffset now,
        out IReadOnlyList<JobRequest> jobs,
        out bool isMany
    )
    {
        var reader = new NativeJobReader(body, now);
        jobs = reader._jobs;
        isMany = false;
        if (body.IsEmpty)
        {
            return NativeErrors.Malformed("The body is empty: a job, or an array of jobs, is expected.");
        }

        // A worker gets these bytes in a text frame, which must be UTF-8 all through; the tokenizer does not look.
        if (!Utf8.IsValid(body.Span))
        {
            return NativeErrors.Malformed("The body is not UTF-8.");
        }

        try
        {
            reader.ReadBody();
        }
        catch (JsonException exception)
        {
            return NativeErrors.Malformed(
                $"The body is not JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}."
            );
        }
        catch (InvalidOperationException)
        {
            // The tokenizer takes any escape; only who asks for the text finds that it is none.
            return NativeErrors.Malformed("The body is not JSON: a string in it has half of a surrogate pair.");
        }

        isMany = reader._isMany;
        return reader._problem;
    }

    private void ReadBody()
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.StartArray)
        {
            ReadArray();
        }
        else if (_reader.TokenType == JsonTokenType.StartObject)
        {
            ReadObject(isTop: true);
        }
        else
        {
            _problem = NativeErrors.Invalid("body: an object, or an array of objects");
        }

        // Whatever follows the value makes it no JSON; the tokenizer says so.
        while (_problem is null && _reader.Read()) { }
    }

    private void ReadArray()
    {
        _isMany = true;
        _jobs.Clear();
        while (_problem is null && _reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            if (_reader.TokenType == JsonTokenType.StartObject)
            {
                ReadObject(isTop: false);
            }
            else
            {
                Refuse("an object");
            }
        }
    }

    /// <summary>Reads a job; at the top it may turn out to be the envelope of many.</summary>
    private void ReadObject(bool isTop)
    {
        var fields = new NativeJobFields { Payload = Null };
        while (_problem is null && _reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            if (isTop && _isMany)
            {
                // An envelope: what else stands in it is none of a job's.
                _reader.Read();
                _reader.Skip();
            }
            else if (_reader.ValueTextEquals("type"u8))
            {
                ReadType(ref fields);
            }
            else if (_reader.ValueTextEquals("payload"u8))
            {
                fields.Payload = ReadRaw();
            }
            else if (isTop && _reader.ValueTextEquals("jobs"u8))
            {
                ReadEnvelope();
            }
            else if (fields.Read(ref _reader) is { } expected)
            {
                Refuse(expected);
            }
        }

        if (_problem is not null || (isTop && _isMany))
        {
            return;
        }

        if (fields.Type is null)
        {
            Refuse("type: a string");
            return;
        }

        _jobs.Add(fields.ToRequest(_now));
    }

    private void ReadEnvelope()
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.StartArray)
        {
            ReadArray();
        }
        else
        {
            Refuse("jobs: an array of objects");
        }
    }

    private void ReadType(ref NativeJobFields fields)
    {
        _reader.Read();
        if (_reader.TokenType != JsonTokenType.String)
        {
            Refuse("type: a string");
            return;
        }

        // Jobs of one call mostly have one type: one string serves them all.
        if (_lastType.Length == 0 || !_reader.ValueTextEquals(_lastType))
        {
            _lastType = _reader.GetString()!;
        }

        fields.Type = _lastType;
    }

    private ReadOnlyMemory<byte> ReadRaw()
    {
        _reader.Read();
        var start = (int)_reader.TokenStartIndex;
        _reader.Skip();
        return _body[start..(int)_reader.BytesConsumed];
    }

    private void Refuse(string expected) =>
        _problem = NativeErrors.Invalid(_isMany ? $"jobs[{_jobs.Count}].{expected}" : expected);
}
