//! Which sites are within reach of which demand points, and how far; far pairs are not there.

/// A site that a demand point can reach.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trip {
    pub site: usize,
    pub point: usize,
    pub distance: f64,
}

/// All trips, site by site.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reach {
    trips: Vec<Trip>,
}

impl Reach {
    /// From trips in any order; of several between the same two the shortest counts.
    pub fn of(mut trips: Vec<Trip>) -> Reach {
        trips.sort_by(|a, b| (a.site, a.point).cmp(&(b.site, b.point)).then(a.distance.total_cmp(&b.distance)));
        trips.dedup_by_key(|trip| (trip.site, trip.point));
        Reach { trips }
    }

    /// From a matrix: a row for each site, with the distance of each point.
    pub fn from_matrix(rows: &[Vec<f64>]) -> Reach {
        let trip = |site: usize, point: usize, distance: f64| Trip { site, point, distance };
        let rows = rows.iter().enumerate();
        let trips = rows.flat_map(|(site, row)| row.iter().enumerate().map(move |(at, far)| trip(site, at, *far)));
        Reach::of(trips.collect())
    }

    /// The trips that are no longer than a limit.
    pub fn within(&self, limit: Option<f64>) -> impl Iterator<Item = &Trip> {
        self.trips.iter().filter(move |trip| limit.is_none_or(|limit| trip.distance <= limit))
    }

    pub fn trips(&self) -> &[Trip] {
        &self.trips
    }

    /// The nearest site of each point.
    pub fn nearest(&self, n_points: usize) -> Vec<Option<Trip>> {
        let mut nearest: Vec<Option<Trip>> = vec![None; n_points];
        for trip in &self.trips {
            if nearest[trip.point].is_none_or(|known| trip.distance < known.distance) {
                nearest[trip.point] = Some(*trip);
            }
        }
        nearest
    }
}
