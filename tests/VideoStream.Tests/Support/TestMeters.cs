using System.Diagnostics.Metrics;
using System.Globalization;

namespace VideoStream.Tests.Support;

/// <summary>Makes meters, and collects what their instruments measure, as an exporter does. Only its own: tests run side by side.</summary>
internal sealed class TestMeters : IMeterFactory
{
    private readonly Lock _gate = new();
    private readonly List<Meter> _meters = [];
    private readonly List<TestMeasurement> _measured = [];
    private readonly MeterListener _listener = new();

    public TestMeters()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == this)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>Measurements that instruments pushed, as histograms do, since the last call.</summary>
    public TestMeasurement[] Pushed()
    {
        lock (_gate)
        {
            TestMeasurement[] pushed = [.. _measured];
            _measured.Clear();
            return pushed;
        }
    }

    /// <summary>Reads all observable instruments. Measurements that were pushed before are forgotten.</summary>
    public TestMeasurement[] Collect()
    {
        Pushed();
        _listener.RecordObservableInstruments();
        return Pushed();
    }

    /// <summary>The only value of an instrument with these labels, as in <c>camera.name=gate</c>.</summary>
    public double Value(string instrument, params string[] labels) => Assert
        .Single(Collect(), measured => measured.Instrument.Name == instrument && labels.All(label => measured.Labels.Contains(label)))
        .Value;

    public Meter Create(MeterOptions options)
    {
        options.Scope = this;
        var meter = new Meter(options);
        _meters.Add(meter);
        return meter;
    }

    public void Dispose()
    {
        _listener.Dispose();
        _meters.ForEach(meter => meter.Dispose());
    }

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new string[tags.Length];
        for (int i = 0; i < tags.Length; i++)
            labels[i] = string.Create(CultureInfo.InvariantCulture, $"{tags[i].Key}={tags[i].Value}");
        lock (_gate)
            _measured.Add(new TestMeasurement(instrument, value, labels));
    }
}
