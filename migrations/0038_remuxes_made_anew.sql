-- Cameras are put into another container once more, with the duration of each picture (docs/adr/0043); and whose pictures allow
-- another size gets it. All are planned anew; what has not changed is kept.
update recordings set play_version = play_version + 1 where state = 'Kept';
