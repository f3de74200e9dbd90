"""The computing service as JSON, for other simulators: `/api/v1`."""
